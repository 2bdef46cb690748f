package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.crypto.MlsCrypto;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node with everything below it, blank or not. Immutable except for the tree hash, which is computed when it is first
 * asked for: a changed tree shares the subtrees that didn't change, and their hashes with them.
 *
 * <p>Recursion over it ends after 17 levels ({@link TreeMath#MAX_LEAVES}).
 */
abstract sealed class Subtree permits Subtree.Leaf, Subtree.Parent {
    private @Nullable ByteString treeHash;

    abstract NodeIndex index();

    /** What the node itself holds; null when it is blank. */
    abstract @Nullable TreeNode node();

    /** How many leaves are not blank. */
    abstract int memberCount();

    /** Whether all nodes are blank, which is when the resolution is empty. */
    abstract boolean isBlank();

    abstract ByteString computeTreeHash(MlsCrypto crypto);

    /** The tree hash (RFC 9420 section 7.8). A subtree is only ever asked with one suite, that of its tree. */
    final ByteString treeHash(MlsCrypto crypto) {
        ByteString known = treeHash;
        if (known == null) {
            known = computeTreeHash(crypto);
            treeHash = known;
        }
        return known;
    }

    final int firstLeaf() {
        return (index().value() - reach()) / 2;
    }

    final int lastLeaf() {
        return (index().value() + reach()) / 2;
    }

    private int reach() {
        return (1 << index().level()) - 1;
    }

    final boolean contains(LeafIndex leaf) {
        return firstLeaf() <= leaf.value() && leaf.value() <= lastLeaf();
    }

    /** Visits the topmost nodes that are not blank, from left to right: one on each way down. */
    final void forEachTopmost(Consumer<Subtree> visitor) {
        if (node() != null) {
            visitor.accept(this);
        } else if (this instanceof Parent parent && !isBlank()) {
            parent.left().forEachTopmost(visitor);
            parent.right().forEachTopmost(visitor);
        }
    }

    /** All nodes that are not blank, in the order of their indices. */
    final void forEachNode(Consumer<Subtree> visitor) {
        if (isBlank()) {
            return;
        }
        if (this instanceof Parent parent) {
            parent.left().forEachNode(visitor);
        }
        if (node() != null) {
            visitor.accept(this);
        }
        if (this instanceof Parent parent) {
            parent.right().forEachNode(visitor);
        }
    }

    /** A subtree of blank nodes whose first leaf is {@code firstLeaf}. */
    static Subtree blank(int firstLeaf, int level) {
        if (level == 0) {
            return new Leaf(new LeafIndex(firstLeaf), null);
        }
        int half = 1 << (level - 1);
        return new Parent(null, blank(firstLeaf, level - 1), blank(firstLeaf + half, level - 1));
    }

    /** A leaf, blank or not. */
    static final class Leaf extends Subtree {
        private final LeafIndex leafIndex;
        private final @Nullable LeafNode leaf;

        Leaf(LeafIndex leafIndex, @Nullable LeafNode leaf) {
            this.leafIndex = leafIndex;
            this.leaf = leaf;
        }

        LeafIndex leafIndex() {
            return leafIndex;
        }

        @Override
        NodeIndex index() {
            return leafIndex.node();
        }

        @Override
        @Nullable LeafNode node() {
            return leaf;
        }

        @Override
        int memberCount() {
            return leaf == null ? 0 : 1;
        }

        @Override
        boolean isBlank() {
            return leaf == null;
        }

        @Override
        ByteString computeTreeHash(MlsCrypto crypto) {
            return TreeHashes.leaf(crypto, leafIndex, leaf);
        }
    }

    /** A parent node, blank or not, with both its children. */
    static final class Parent extends Subtree {
        private final @Nullable ParentNode node;
        private final Subtree left;
        private final Subtree right;
        private final NodeIndex index;
        private final int memberCount;
        private final boolean blank;

        Parent(@Nullable ParentNode node, Subtree left, Subtree right) {
            this.node = node;
            this.left = left;
            this.right = right;
            this.index = new NodeIndex((left.index().value() + right.index().value()) / 2);
            this.memberCount = left.memberCount() + right.memberCount();
            this.blank = node == null && left.isBlank() && right.isBlank();
        }

        Subtree left() {
            return left;
        }

        Subtree right() {
            return right;
        }

        /** The child on the way to a leaf below. */
        Subtree childTowards(LeafIndex leaf) {
            return left.contains(leaf) ? left : right;
        }

        /** The other child. */
        Subtree childAside(LeafIndex leaf) {
            return left.contains(leaf) ? right : left;
        }

        /** The same with another node, and another child on the way to {@code leaf}. */
        Parent with(@Nullable ParentNode newNode, LeafIndex leaf, Subtree newChild) {
            return left.contains(leaf) ? new Parent(newNode, newChild, right) : new Parent(newNode, left, newChild);
        }

        @Override
        NodeIndex index() {
            return index;
        }

        @Override
        @Nullable ParentNode node() {
            return node;
        }

        @Override
        int memberCount() {
            return memberCount;
        }

        @Override
        boolean isBlank() {
            return blank;
        }

        @Override
        ByteString computeTreeHash(MlsCrypto crypto) {
            return TreeHashes.parent(crypto, node, left.treeHash(crypto), right.treeHash(crypto));
        }
    }
}
