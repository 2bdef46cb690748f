package chat.paloma.core.mls.tree;

import static chat.paloma.core.codec.DecodeException.Reason.TOO_LARGE;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** The place of a member, counted among the leaves from the left, from 0 to {@link TreeMath#MAX_LEAVES} - 1. */
public record LeafIndex(int value) implements TlsEncodable, Comparable<LeafIndex> {
    public LeafIndex {
        if (value < 0 || value >= TreeMath.MAX_LEAVES) {
            throw new IllegalArgumentException("not a leaf index: " + value);
        }
    }

    /** The node at this leaf. */
    public NodeIndex node() {
        return new NodeIndex(2 * value);
    }

    /** Encodes as {@code uint32}. */
    @Override
    public void encode(TlsWriter out) {
        out.writeUint32(value);
    }

    public static LeafIndex decode(TlsReader in) throws DecodeException {
        long value = in.readUint32();
        if (value >= TreeMath.MAX_LEAVES) {
            throw new DecodeException(TOO_LARGE, "leaf index " + value);
        }
        return new LeafIndex((int) value);
    }

    @Override
    public int compareTo(LeafIndex other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "leaf " + value;
    }
}
