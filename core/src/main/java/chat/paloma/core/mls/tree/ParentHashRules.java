package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules for parent nodes of a tree that somebody joins (RFC 9420 sections 7.9.2 and 12.4.3.1): unmerged leaves are
 * members and known to all nodes between, and every parent node is chained to a leaf by parent hashes.
 *
 * <p>Each blank node and each unmerged leaf is looked at by its nearest parent that is not blank, and by no other, so
 * the time is linear in the size of the tree, but for the depth of 17.
 */
final class ParentHashRules {
    private final MlsCrypto crypto;
    private final OriginalTreeHashes originals;

    private ParentHashRules(MlsCrypto crypto) {
        this.crypto = crypto;
        this.originals = new OriginalTreeHashes(crypto);
    }

    static void check(MlsCrypto crypto, Subtree root) throws MlsException {
        checkUnmerged(root, null);
        new ParentHashRules(crypto).checkChains(root);
    }

    private static void checkUnmerged(Subtree subtree, @Nullable ParentNode nearestAbove) throws MlsException {
        if (!(subtree instanceof Subtree.Parent parent)) {
            return;
        }
        ParentNode node = parent.node();
        if (node != null) {
            for (LeafIndex leaf : node.unmergedLeaves()) {
                requireMemberBelow(parent, leaf);
            }
            if (nearestAbove != null) {
                for (LeafIndex leaf : OriginalTreeHashes.within(nearestAbove.unmergedLeaves(), parent)) {
                    require(
                            node.isUnmerged(leaf),
                            ValidationRule.TREE_UNMERGED_BETWEEN,
                            leaf + " is merged at " + parent.index() + " but not above");
                }
            }
        }
        ParentNode above = node == null ? nearestAbove : node;
        checkUnmerged(parent.left(), above);
        checkUnmerged(parent.right(), above);
    }

    private static void requireMemberBelow(Subtree.Parent parent, LeafIndex leaf) throws MlsException {
        boolean member = parent.contains(leaf);
        Subtree at = parent;
        while (member && at instanceof Subtree.Parent above) {
            at = above.childTowards(leaf);
            member = !at.isBlank();
        }
        require(
                member && at.node() != null,
                ValidationRule.TREE_UNMERGED_LEAF,
                leaf + " is no member below " + parent.index());
    }

    private void checkChains(Subtree subtree) throws MlsException {
        if (!(subtree instanceof Subtree.Parent parent) || subtree.isBlank()) {
            return;
        }
        ParentNode node = parent.node();
        if (node != null) {
            boolean left = isLinked(node, parent.left(), parent.right());
            boolean right = isLinked(node, parent.right(), parent.left());
            require(left != right, ValidationRule.TREE_PARENT_HASH, "nobody put the key at " + parent.index());
        }
        checkChains(parent.left());
        checkChains(parent.right());
    }

    /** Whether a node below {@code child} was updated together with {@code node}, its parent. */
    private boolean isLinked(ParentNode node, Subtree child, Subtree sibling) {
        Optional<ByteString> claimed = onlyMerged(node, child).flatMap(ParentHashRules::parentHash);
        return claimed.isPresent()
                && claimed.get()
                        .equals(TreeHashes.parentHash(
                                crypto,
                                node.encryptionKey(),
                                node.parentHash(),
                                originals.without(node.unmergedLeaves(), sibling)));
    }

    /** The one node in the resolution of {@code child} that is left without the unmerged leaves of {@code above}. */
    private static Optional<TreeNode> onlyMerged(ParentNode above, Subtree child) {
        List<TreeNode> merged = new ArrayList<>();
        child.forEachTopmost(subtree -> {
            TreeNode node = subtree.node();
            boolean unmerged = subtree instanceof Subtree.Leaf leaf && above.isUnmerged(leaf.leafIndex());
            if (node != null && !unmerged) {
                merged.add(node);
            }
        });
        if (merged.size() != 1) {
            return Optional.empty();
        }
        boolean unmergedBelowOnly = merged.getFirst() instanceof ParentNode parent
                && !parent.unmergedLeaves().stream().allMatch(above::isUnmerged);
        return unmergedBelowOnly ? Optional.empty() : Optional.of(merged.getFirst());
    }

    private static Optional<ByteString> parentHash(TreeNode node) {
        return switch (node) {
            case ParentNode parent -> Optional.of(parent.parentHash());
            case LeafNode leaf ->
                leaf.source() instanceof LeafNodeSource.Commit commit
                        ? Optional.of(commit.parentHash())
                        : Optional.empty();
        };
    }

    private static void require(boolean holds, ValidationRule rule, String detail) throws MlsException {
        if (!holds) {
            throw new MlsException(rule, detail);
        }
    }
}
