package chat.paloma.core.mls.proposal;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.tree.LeafIndex;

/** Who says to have sent a message (RFC 9420 section 6). A signature decides whether that is true. */
public sealed interface Sender extends TlsEncodable {
    /** A member of the group. */
    record Member(LeafIndex leaf) implements Sender {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1).write(leaf);
        }
    }

    /**
     * Somebody outside whom the group allowed to propose.
     *
     * @param index in the {@code external_senders} extension, unsigned 32 bits
     */
    record External(long index) implements Sender {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(2).writeUint32(index);
        }
    }

    /** Somebody who proposes to be added. */
    record NewMemberProposal() implements Sender {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(3);
        }
    }

    /** Somebody who adds themselves by an external commit. */
    record NewMemberCommit() implements Sender {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(4);
        }
    }

    static Sender decode(TlsReader in) throws DecodeException {
        return switch (in.readUint8()) {
            case 1 -> new Member(LeafIndex.decode(in));
            case 2 -> new External(in.readUint32());
            case 3 -> new NewMemberProposal();
            case 4 -> new NewMemberCommit();
            default -> throw new DecodeException(Reason.INVALID_VALUE, "no such type of sender");
        };
    }
}
