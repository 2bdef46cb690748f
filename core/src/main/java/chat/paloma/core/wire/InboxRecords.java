package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomId;

/** The envelopes of inbox records, which the node makes (docs/protocol.md, the table of kinds). */
public final class InboxRecords {
    private InboxRecords() {}

    /**
     * Brings a device into a room.
     *
     * @param joinedAt the position of the commit, or of the opening, with which it is in
     * @param welcome an {@code MLSMessage}
     */
    public record WelcomeRecord(RoomId room, Position joinedAt, ByteString welcome) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(joinedAt).write(welcome);
        }

        public static WelcomeRecord decode(TlsReader in) throws DecodeException {
            return new WelcomeRecord(
                    RoomId.decode(in), Position.decode(in), ByteString.decode(in, WireLimits.MAX_WELCOME));
        }
    }

    /** Somebody wants to be let in. */
    public record InvitationRecord(AccountId from, ByteString content) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(from).write(content);
        }

        public static InvitationRecord decode(TlsReader in) throws DecodeException {
            return new InvitationRecord(AccountId.decode(in), ByteString.decode(in, WireLimits.MAX_INVITATION));
        }
    }

    /** Somebody answered an invitation. */
    public record AnswerRecord(AccountId from, boolean accepted) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(from).writeUint8(accepted ? 1 : 0);
        }

        public static AnswerRecord decode(TlsReader in) throws DecodeException {
            return new AnswerRecord(AccountId.decode(in), WireFields.readBoolean(in));
        }
    }

    /** The device is no longer in a room. */
    public record RemovedRecord(RoomId room, Position removedAt) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(removedAt);
        }

        public static RemovedRecord decode(TlsReader in) throws DecodeException {
            return new RemovedRecord(RoomId.decode(in), Position.decode(in));
        }
    }

    /** The device list of one's own account has a new version. */
    public record DevicesChangedRecord(AccountId account, long version) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(account).writeUint64(version);
        }

        public static DevicesChangedRecord decode(TlsReader in) throws DecodeException {
            return new DevicesChangedRecord(AccountId.decode(in), in.readUint64());
        }
    }

    /** Something from another device of one's own account. */
    public record DirectRecord(DeviceAddress from, ByteString content) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(from).write(content);
        }

        public static DirectRecord decode(TlsReader in) throws DecodeException {
            return new DirectRecord(DeviceAddress.decode(in), ByteString.decode(in, WireLimits.MAX_DIRECT));
        }
    }

    /** What a commit record holds in place of a commit that is larger than an envelope. */
    public record LargeCommit(BlobId blob, int size) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(blob).writeUint32(size);
        }

        public static LargeCommit decode(TlsReader in) throws DecodeException {
            return new LargeCommit(BlobId.decode(in), WireFields.readCount(in));
        }
    }
}
