package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import java.util.List;

/** What is not kept in lanes: signals, presence, receipts. */
public final class SignalRequests {
    public static final RequestType<Signal, Done> SIGNAL =
            new RequestType<>(80, "signal", Signal::decode, Done::decode);
    public static final RequestType<ShowPresence, Done> SHOW_PRESENCE =
            new RequestType<>(81, "show-presence", ShowPresence::decode, Done::decode);
    public static final RequestType<WatchPresence, Online> WATCH_PRESENCE =
            new RequestType<>(82, "watch-presence", WatchPresence::decode, Online::decode);
    public static final RequestType<PutReceipt, Done> PUT_RECEIPT =
            new RequestType<>(83, "put-receipt", PutReceipt::decode, Done::decode);
    public static final RequestType<ReadReceipts, Receipts> READ_RECEIPTS =
            new RequestType<>(84, "read-receipts", ReadReceipts::decode, Receipts::decode);

    private SignalRequests() {}

    /** Shows something encrypted to the members of a room who are connected, and forgets it. */
    public record Signal(RoomId room, ByteString content) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return SIGNAL;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(content);
        }

        static Signal decode(TlsReader in) throws DecodeException {
            return new Signal(RoomId.decode(in), ByteString.decode(in, WireLimits.MAX_SIGNAL));
        }
    }

    /** Whether others may see that this connection's account is online. They may until this says otherwise. */
    public record ShowPresence(boolean visible) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return SHOW_PRESENCE;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(visible ? 1 : 0);
        }

        static ShowPresence decode(TlsReader in) throws DecodeException {
            return new ShowPresence(WireFields.readBoolean(in));
        }
    }

    /** Asks who of these is online, and to be told of changes, in place of those watched before. */
    public record WatchPresence(List<AccountId> accounts) implements Request<Online> {
        public WatchPresence {
            accounts = List.copyOf(accounts);
        }

        @Override
        public RequestType<?, Online> type() {
            return WATCH_PRESENCE;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(accounts);
        }

        static WatchPresence decode(TlsReader in) throws DecodeException {
            return new WatchPresence(in.readList(WireLimits.MAX_LIST, AccountId::decode));
        }
    }

    /** Those of the watched accounts that are online and show it, and share a room with the one who asks. */
    public record Online(List<AccountId> accounts) implements TlsEncodable {
        public Online {
            accounts = List.copyOf(accounts);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(accounts);
        }

        static Online decode(TlsReader in) throws DecodeException {
            return new Online(in.readList(WireLimits.MAX_LIST, AccountId::decode));
        }
    }

    /** Replaces this device's receipt in a room. The node tells others at most every ten seconds. */
    public record PutReceipt(RoomId room, ByteString content) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return PUT_RECEIPT;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(content);
        }

        static PutReceipt decode(TlsReader in) throws DecodeException {
            return new PutReceipt(RoomId.decode(in), ByteString.decode(in, WireLimits.MAX_RECEIPT));
        }
    }

    /** Reads the receipts of a room. */
    public record ReadReceipts(RoomId room) implements Request<Receipts> {
        @Override
        public RequestType<?, Receipts> type() {
            return READ_RECEIPTS;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room);
        }

        static ReadReceipts decode(TlsReader in) throws DecodeException {
            return new ReadReceipts(RoomId.decode(in));
        }
    }

    /** The receipts of a room's devices, none in a room that is too large for them. */
    public record Receipts(List<Receipt> receipts) implements TlsEncodable {
        public Receipts {
            receipts = List.copyOf(receipts);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(receipts);
        }

        static Receipts decode(TlsReader in) throws DecodeException {
            return new Receipts(in.readList(WireLimits.MAX_LIST, Receipt::decode));
        }
    }

    /** What a device has received and read, encrypted. */
    public record Receipt(DeviceAddress device, ByteString content) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(device).write(content);
        }

        static Receipt decode(TlsReader in) throws DecodeException {
            return new Receipt(DeviceAddress.decode(in), ByteString.decode(in, WireLimits.MAX_RECEIPT));
        }
    }
}
