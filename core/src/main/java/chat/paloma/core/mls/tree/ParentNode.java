package chat.paloma.core.mls.tree;

import static chat.paloma.core.codec.DecodeException.Reason.INVALID_VALUE;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkePublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A key that the members below share (RFC 9420 section 7.1).
 *
 * @param parentHash of the next node above that is not blank; empty at the top
 * @param unmergedLeaves members below that don't have the private key, in increasing order
 */
public record ParentNode(HpkePublicKey encryptionKey, ByteString parentHash, List<LeafIndex> unmergedLeaves)
        implements TreeNode {
    public ParentNode {
        unmergedLeaves = List.copyOf(unmergedLeaves);
        if (parentHash.length() > LeafNodeSource.MAX_PARENT_HASH) {
            throw new IllegalArgumentException("a parent hash of " + parentHash.length() + " bytes");
        }
        if (!isIncreasing(unmergedLeaves)) {
            throw new IllegalArgumentException("unmerged leaves out of order");
        }
    }

    private static boolean isIncreasing(List<LeafIndex> leaves) {
        for (int i = 1; i < leaves.size(); i++) {
            if (leaves.get(i - 1).compareTo(leaves.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    boolean isUnmerged(LeafIndex leaf) {
        return Collections.binarySearch(unmergedLeaves, leaf) >= 0;
    }

    /** The same with one more unmerged leaf. */
    ParentNode withUnmerged(LeafIndex leaf) {
        int at = Collections.binarySearch(unmergedLeaves, leaf);
        if (at >= 0) {
            return this;
        }
        List<LeafIndex> leaves = new ArrayList<>(unmergedLeaves);
        leaves.add(-at - 1, leaf);
        return new ParentNode(encryptionKey, parentHash, leaves);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(encryptionKey).write(parentHash).writeList(unmergedLeaves);
    }

    /**
     * Reads a parent node.
     *
     * @throws DecodeException also when the unmerged leaves are out of order or repeated
     */
    public static ParentNode decode(TlsReader in) throws DecodeException {
        HpkePublicKey encryptionKey = HpkePublicKey.decode(in);
        ByteString parentHash = ByteString.decode(in, LeafNodeSource.MAX_PARENT_HASH);
        List<LeafIndex> unmergedLeaves = in.readList(TreeMath.MAX_LEAVES, LeafIndex::decode);
        if (!isIncreasing(unmergedLeaves)) {
            throw new DecodeException(INVALID_VALUE, "unmerged leaves out of order");
        }
        return new ParentNode(encryptionKey, parentHash, unmergedLeaves);
    }
}
