package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.crypto.MlsCrypto;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tree hashes as they were before some leaves were added: {@code original_sibling_tree_hash} (RFC 9420 section 7.9).
 *
 * <p>Subtrees without any of these leaves answer with their own tree hash. The others remember their last answer, which
 * is asked for again and again on the way up a tree, because the leaves that a node lacks its parent mostly lacks too.
 */
final class OriginalTreeHashes {
    private final MlsCrypto crypto;
    private final Map<NodeIndex, Answer> answers = new HashMap<>();

    private record Answer(List<LeafIndex> without, ByteString treeHash) {}

    OriginalTreeHashes(MlsCrypto crypto) {
        this.crypto = crypto;
    }

    /** The tree hash of {@code subtree} with these leaves blank and listed nowhere; {@code leaves} is sorted. */
    ByteString without(List<LeafIndex> leaves, Subtree subtree) {
        List<LeafIndex> below = within(leaves, subtree);
        if (below.isEmpty()) {
            return subtree.treeHash(crypto);
        }
        if (!(subtree instanceof Subtree.Parent parent)) {
            return TreeHashes.leaf(crypto, below.getFirst(), null);
        }
        Answer known = answers.get(subtree.index());
        if (known != null && known.without().equals(below)) {
            return known.treeHash();
        }
        ParentNode node = parent.node();
        ParentNode original = node == null ? null : withoutUnmerged(node, below);
        ByteString treeHash =
                TreeHashes.parent(crypto, original, without(below, parent.left()), without(below, parent.right()));
        answers.put(subtree.index(), new Answer(below, treeHash));
        return treeHash;
    }

    private static ParentNode withoutUnmerged(ParentNode node, List<LeafIndex> leaves) {
        List<LeafIndex> left = node.unmergedLeaves().stream()
                .filter(leaf -> Collections.binarySearch(leaves, leaf) < 0)
                .toList();
        return new ParentNode(node.encryptionKey(), node.parentHash(), left);
    }

    /** Those of the sorted leaves that stand in the subtree. */
    static List<LeafIndex> within(List<LeafIndex> leaves, Subtree subtree) {
        return leaves.subList(firstFrom(leaves, subtree.firstLeaf()), firstFrom(leaves, subtree.lastLeaf() + 1));
    }

    private static int firstFrom(List<LeafIndex> leaves, int index) {
        int low = 0;
        int high = leaves.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (leaves.get(middle).value() < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
