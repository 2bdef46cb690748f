package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of a group and the keys that reach them (RFC 9420 sections 4 and 7).
 *
 * <p>Immutable: a change gives a new tree, which shares all but the changed path with the old one, tree hashes included.
 * So a change costs as much as the tree is high, at most 17 nodes, however many members there are.
 *
 * <p>Invariants: the width is a power of two, at most {@link TreeMath#MAX_LEAVES}; the right half is not blank unless
 * there is one leaf only. A tree from outside comes through {@link UnverifiedRatchetTree}.
 */
public final class RatchetTree implements TlsEncodable {
    private final MlsCrypto crypto;
    private final Subtree root;

    RatchetTree(MlsCrypto crypto, Subtree root) {
        this.crypto = crypto;
        this.root = root;
    }

    /** A tree, with the leaf that a change gave to somebody. */
    public record Placed(RatchetTree tree, LeafIndex index) {}

    /** A leaf that is not blank. */
    public record Member(LeafIndex index, LeafNode leaf) {}

    /** Makes the committer's leaf, given the parent hash that it must carry. */
    @FunctionalInterface
    public interface PathLeaf<E extends Exception> {
        LeafNode make(ByteString parentHash) throws E;
    }

    /** The tree of a new group with its creator alone. */
    public static RatchetTree of(MlsCrypto crypto, LeafNode creator) {
        return new RatchetTree(crypto, new Subtree.Leaf(new LeafIndex(0), creator));
    }

    /** The suite that hashes this tree. */
    public MlsCrypto crypto() {
        return crypto;
    }

    Subtree root() {
        return root;
    }

    /** The number of leaves, blank ones included. */
    public int width() {
        return root.lastLeaf() + 1;
    }

    public int memberCount() {
        return root.memberCount();
    }

    /** The members from left to right. */
    public List<Member> members() {
        List<Member> members = new ArrayList<>(memberCount());
        forEachMember((index, leaf) -> members.add(new Member(index, leaf)));
        return members;
    }

    /** Visits the members from left to right. */
    public void forEachMember(BiConsumer<LeafIndex, LeafNode> visitor) {
        root.forEachNode(subtree -> {
            if (subtree.node() instanceof LeafNode leaf) {
                visitor.accept(subtree.index().leaf(), leaf);
            }
        });
    }

    /** The leaf at an index; empty when it is blank or outside the tree. */
    public Optional<LeafNode> leaf(LeafIndex index) {
        return node(index.node()).map(LeafNode.class::cast);
    }

    /** The leaf at an index that must be a member's. */
    public LeafNode member(LeafIndex index) throws MlsException {
        return leaf(index).orElseThrow(() -> new MlsException(ValidationRule.TREE_LEAF_INDEX, index + " is blank"));
    }

    /** The node at an index; empty when it is blank or outside the tree. */
    public Optional<TreeNode> node(NodeIndex index) {
        return Optional.ofNullable(subtree(index)).map(Subtree::node);
    }

    private @Nullable Subtree subtree(NodeIndex index) {
        if (index.value() >= TreeMath.nodeCount(width())) {
            return null;
        }
        Subtree current = root;
        while (current instanceof Subtree.Parent parent && !parent.index().equals(index)) {
            current = index.value() < parent.index().value() ? parent.left() : parent.right();
        }
        return current;
    }

    /** The tree hash of the whole tree (RFC 9420 section 7.8). */
    public ByteString treeHash() {
        return root.treeHash(crypto);
    }

    /**
     * The tree hash of the subtree at a node.
     *
     * @throws IllegalArgumentException when the node is outside the tree
     */
    public ByteString treeHash(NodeIndex index) {
        return inside(index).treeHash(crypto);
    }

    /**
     * The nodes whose keys together reach every member at or below a node (RFC 9420 section 4.1.1).
     *
     * @throws IllegalArgumentException when the node is outside the tree
     */
    public List<NodeIndex> resolution(NodeIndex index) {
        List<NodeIndex> resolution = new ArrayList<>();
        inside(index).forEachTopmost(subtree -> {
            resolution.add(subtree.index());
            if (subtree.node() instanceof ParentNode parent) {
                parent.unmergedLeaves().forEach(leaf -> resolution.add(leaf.node()));
            }
        });
        return resolution;
    }

    private void requireInside(LeafIndex leaf) {
        if (!root.contains(leaf)) {
            throw new IllegalArgumentException(leaf + " is outside a tree of " + width() + " leaves");
        }
    }

    private Subtree inside(NodeIndex index) {
        Subtree subtree = subtree(index);
        if (subtree == null) {
            throw new IllegalArgumentException(index + " is outside a tree of " + width() + " leaves");
        }
        return subtree;
    }

    /**
     * The nodes above a leaf, from its parent upwards, without those that have nobody on the other side (RFC 9420
     * section 4.1.2). The leaf itself may be blank.
     */
    public List<NodeIndex> filteredDirectPath(LeafIndex leaf) {
        requireInside(leaf);
        List<NodeIndex> path = new ArrayList<>();
        for (Subtree at = root; at instanceof Subtree.Parent parent; at = parent.childTowards(leaf)) {
            if (!parent.childAside(leaf).isBlank()) {
                path.add(parent.index());
            }
        }
        Collections.reverse(path);
        return path;
    }

    /** The child of a node on a leaf's direct path that is not on it: the copath node of RFC 9420 section 4.1.2. */
    public static NodeIndex copathChild(NodeIndex node, LeafIndex leaf) {
        NodeIndex left = TreeMath.left(node);
        return TreeMath.isWithin(leaf.node(), left) ? TreeMath.right(node) : left;
    }

    /**
     * The leftmost blank leaf, after growing the tree when there is none (RFC 9420 section 12.4.2): where an external
     * committer goes.
     *
     * @throws MlsException TREE_FULL at the limit of members
     */
    public Placed vacancy() throws MlsException {
        if (memberCount() < width()) {
            return new Placed(this, leftmostBlank());
        }
        if (width() == TreeMath.MAX_LEAVES) {
            throw new MlsException(ValidationRule.TREE_FULL, "more than " + TreeMath.MAX_LEAVES + " members");
        }
        Subtree right = Subtree.blank(width(), root.index().level());
        RatchetTree grown = new RatchetTree(crypto, new Subtree.Parent(null, root, right));
        return new Placed(grown, new LeafIndex(width()));
    }

    private LeafIndex leftmostBlank() {
        Subtree at = root;
        while (at instanceof Subtree.Parent parent) {
            Subtree left = parent.left();
            at = left.memberCount() <= left.lastLeaf() - left.firstLeaf() ? left : parent.right();
        }
        return at.index().leaf();
    }

    /**
     * Adds a member at the leftmost blank leaf, unmerged in all nodes above it (RFC 9420 section 12.1.1).
     *
     * @throws MlsException TREE_FULL at the limit of members
     */
    public Placed add(LeafNode leaf) throws MlsException {
        Placed vacancy = vacancy();
        LeafIndex index = vacancy.index();
        Subtree added =
                replaceLeaf(vacancy.tree().root, index, leaf, node -> node == null ? null : node.withUnmerged(index));
        return new Placed(new RatchetTree(crypto, added), index);
    }

    /**
     * Replaces a member's leaf and blanks the nodes above it (RFC 9420 section 12.1.2).
     *
     * @throws MlsException TREE_LEAF_INDEX when there is no such member
     */
    public RatchetTree update(LeafIndex index, LeafNode leaf) throws MlsException {
        member(index);
        return new RatchetTree(crypto, replaceLeaf(root, index, leaf, node -> null));
    }

    /**
     * Blanks a member's leaf and the nodes above it, and drops the right half while it is blank (RFC 9420 section
     * 12.1.3). Without the last member, one blank leaf stays: an external commit may take it.
     *
     * @throws MlsException TREE_LEAF_INDEX when there is no such member
     */
    public RatchetTree remove(LeafIndex index) throws MlsException {
        member(index);
        Subtree left = replaceLeaf(root, index, null, node -> null);
        while (left instanceof Subtree.Parent parent && parent.right().isBlank()) {
            left = parent.left();
        }
        return new RatchetTree(crypto, left);
    }

    private interface NodeChange {
        @Nullable ParentNode apply(@Nullable ParentNode node);
    }

    private static Subtree replaceLeaf(
            Subtree subtree, LeafIndex index, @Nullable LeafNode leaf, NodeChange changeAbove) {
        if (!(subtree instanceof Subtree.Parent parent)) {
            return new Subtree.Leaf(index, leaf);
        }
        Subtree child = replaceLeaf(parent.childTowards(index), index, leaf, changeAbove);
        return parent.with(changeAbove.apply(parent.node()), index, child);
    }

    /**
     * Gives the filtered direct path of a leaf new keys, blanks the rest of its direct path and replaces the leaf (RFC
     * 9420 section 7.5). Parent hashes are set from the root downwards, and {@code leaf} gets the last.
     *
     * @param index of the committer; its leaf may be blank, for an external committer
     * @param keys for {@link #filteredDirectPath}, in its order
     * @throws IllegalArgumentException when there are not as many keys as nodes
     */
    public <E extends Exception> RatchetTree withPath(LeafIndex index, List<HpkePublicKey> keys, PathLeaf<E> leaf)
            throws E {
        if (keys.size() != filteredDirectPath(index).size()) {
            throw new IllegalArgumentException(keys.size() + " keys for another number of nodes");
        }
        return new RatchetTree(crypto, replacePath(root, index, keys, keys.size(), ByteString.EMPTY, leaf));
    }

    /** The first {@code left} keys are for the nodes from here down to the leaf. */
    private <E extends Exception> Subtree replacePath(
            Subtree subtree, LeafIndex index, List<HpkePublicKey> keys, int left, ByteString above, PathLeaf<E> leaf)
            throws E {
        if (!(subtree instanceof Subtree.Parent parent)) {
            return new Subtree.Leaf(index, leaf.make(above));
        }
        Subtree child = parent.childTowards(index);
        Subtree aside = parent.childAside(index);
        if (aside.isBlank()) {
            return parent.with(null, index, replacePath(child, index, keys, left, above, leaf));
        }
        HpkePublicKey key = keys.get(left - 1);
        ByteString below = TreeHashes.parentHash(crypto, key, above, aside.treeHash(crypto));
        Subtree newChild = replacePath(child, index, keys, left - 1, below, leaf);
        return parent.with(new ParentNode(key, above, List.of()), index, newChild);
    }

    /** Whether one of these keys stands in any node. The set is sorted, so that no choice of keys makes it slow. */
    public boolean containsAny(SortedSet<ByteString> encryptionKeys) {
        boolean[] found = {false};
        root.forEachNode(subtree -> {
            TreeNode node = subtree.node();
            found[0] |=
                    node != null && encryptionKeys.contains(node.encryptionKey().bytes());
        });
        return found[0];
    }

    /**
     * What RFC 9420 section 7.3 asks of the members together: no key twice, and everybody supports the credential types
     * in use. To be called on the tree that a Commit results in; it takes n log n comparisons of keys.
     *
     * @throws MlsException with the rule that is broken
     */
    public void checkMembers() throws MlsException {
        MemberRules.check(root);
    }

    /** Encodes as the data of the extension {@code ratchet_tree} (RFC 9420 section 12.4.3.3). */
    @Override
    public void encode(TlsWriter out) {
        RatchetTreeCodec.encode(root, out);
    }
}
