package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.CipherSuiteId;
import java.util.List;
import java.util.Optional;

/** Key packages, and the invitations under which they are handed out. */
public final class KeyRequests {
    public static final RequestType<Publish, Stock> PUBLISH =
            new RequestType<>(32, "publish-key-packages", Publish::decode, Stock::decode);
    public static final RequestType<Claim, Claimed> CLAIM =
            new RequestType<>(33, "claim-key-packages", Claim::decode, Claimed::decode);
    public static final RequestType<SendInvitation, Done> SEND_INVITATION =
            new RequestType<>(34, "send-invitation", SendInvitation::decode, Done::decode);
    public static final RequestType<AnswerInvitation, Done> ANSWER_INVITATION =
            new RequestType<>(35, "answer-invitation", AnswerInvitation::decode, Done::decode);

    private KeyRequests() {}

    /**
     * Adds to this device's stock.
     *
     * @param keyPackages each an {@code MLSMessage} with a KeyPackage that is handed out once
     * @param lastResort replaces the one that is handed out when the stock is empty
     */
    public record Publish(List<ByteString> keyPackages, Optional<ByteString> lastResort) implements Request<Stock> {
        public Publish {
            keyPackages = List.copyOf(keyPackages);
        }

        @Override
        public RequestType<?, Stock> type() {
            return PUBLISH;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(keyPackages).writeOptional(lastResort);
        }

        static Publish decode(TlsReader in) throws DecodeException {
            return new Publish(
                    in.readList(WireLimits.MAX_KEY_PACKAGES, KeyRequests::readKeyPackage),
                    in.readOptional(KeyRequests::readKeyPackage));
        }
    }

    /** How many key packages a device has left, the last resort not counted. */
    public record Stock(int left) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint16(left);
        }

        static Stock decode(TlsReader in) throws DecodeException {
            return new Stock(in.readUint16());
        }
    }

    /**
     * Asks for one key package of each device of an account.
     *
     * @param suite of the group that the devices are to be in
     * @param room that the accounts share; else the account must have accepted an invitation of the claimer's
     */
    public record Claim(AccountId account, CipherSuiteId suite, Optional<RoomId> room) implements Request<Claimed> {
        @Override
        public RequestType<?, Claimed> type() {
            return CLAIM;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(account).write(suite).writeOptional(room);
        }

        static Claim decode(TlsReader in) throws DecodeException {
            return new Claim(AccountId.decode(in), CipherSuiteId.decode(in), in.readOptional(RoomId::decode));
        }
    }

    /** What was handed out. A device that has nothing left is missing. */
    public record Claimed(List<OfDevice> keyPackages) implements TlsEncodable {
        private static final int MAX_DEVICES = 32;

        public Claimed {
            keyPackages = List.copyOf(keyPackages);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(keyPackages);
        }

        static Claimed decode(TlsReader in) throws DecodeException {
            return new Claimed(in.readList(MAX_DEVICES, OfDevice::decode));
        }
    }

    /** A key package of one device. */
    public record OfDevice(DeviceId device, ByteString keyPackage) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(device).write(keyPackage);
        }

        static OfDevice decode(TlsReader in) throws DecodeException {
            return new OfDevice(DeviceId.decode(in), readKeyPackage(in));
        }
    }

    /** Asks somebody whether they want to be added: a record in each of their devices' inboxes. */
    public record SendInvitation(AccountId to, ByteString content) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return SEND_INVITATION;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(to).write(content);
        }

        static SendInvitation decode(TlsReader in) throws DecodeException {
            return new SendInvitation(AccountId.decode(in), ByteString.decode(in, WireLimits.MAX_INVITATION));
        }
    }

    /** Lets an account claim one's key packages, or no longer. */
    public record AnswerInvitation(AccountId from, boolean accepted) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return ANSWER_INVITATION;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(from).writeUint8(accepted ? 1 : 0);
        }

        static AnswerInvitation decode(TlsReader in) throws DecodeException {
            return new AnswerInvitation(AccountId.decode(in), WireFields.readBoolean(in));
        }
    }

    private static ByteString readKeyPackage(TlsReader in) throws DecodeException {
        ByteString keyPackage = ByteString.decode(in, WireLimits.MAX_KEY_PACKAGE);
        if (keyPackage.isEmpty()) {
            throw new DecodeException(Reason.INVALID_VALUE, "an empty key package");
        }
        return keyPackage;
    }
}
