package chat.paloma.core.mls.tree;

import static chat.paloma.core.codec.DecodeException.Reason.INVALID_VALUE;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** How a leaf came into the tree, with what that way brings along (RFC 9420 section 7.2). */
public sealed interface LeafNodeSource extends TlsEncodable {
    /** The longest parent hash that is read, in bytes: the longest hash of a suite. */
    int MAX_PARENT_HASH = 64;

    /** By an Add, from a key package that was good for a time. */
    record KeyPackage(Lifetime lifetime) implements LeafNodeSource {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1).write(lifetime);
        }
    }

    /** By an Update proposal. */
    record Update() implements LeafNodeSource {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(2);
        }
    }

    /** By the update path of a Commit, with the parent hash of the node above. */
    record Commit(ByteString parentHash) implements LeafNodeSource {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(3).write(parentHash);
        }
    }

    static LeafNodeSource decode(TlsReader in) throws DecodeException {
        return switch (in.readUint8()) {
            case 1 -> new KeyPackage(Lifetime.decode(in));
            case 2 -> new Update();
            case 3 -> new Commit(ByteString.decode(in, MAX_PARENT_HASH));
            default -> throw new DecodeException(INVALID_VALUE, "not a source of a leaf node");
        };
    }
}
