package chat.paloma.core.mls.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Where nodes stand in a full binary tree that is written as an array (RFC 9420 appendix C).
 *
 * <p>{@code width} is the number of leaves with the blank ones: a power of two, at most {@link #MAX_LEAVES}.
 */
public final class TreeMath {
    /** The most nodes of a direct path. */
    public static final int MAX_DEPTH = 17;
    /** The most leaves of a tree, with the blank ones. */
    public static final int MAX_LEAVES = 1 << MAX_DEPTH;
    /** The most nodes of a tree. */
    public static final int MAX_NODES = 2 * MAX_LEAVES - 1;

    private TreeMath() {}

    private static void checkWidth(int width) {
        if (width < 1 || width > MAX_LEAVES || Integer.bitCount(width) != 1) {
            throw new IllegalArgumentException("not the width of a tree: " + width);
        }
    }

    private static void checkInside(NodeIndex node, int width) {
        if (node.value() >= nodeCount(width)) {
            throw new IllegalArgumentException(node + " is outside a tree of " + width + " leaves");
        }
    }

    /** The width of the smallest tree that has {@code nodes} nodes or more. */
    static int widthFor(int nodes) {
        int width = 1;
        while (2 * width - 1 < nodes) {
            width *= 2;
        }
        return width;
    }

    public static int nodeCount(int width) {
        checkWidth(width);
        return 2 * width - 1;
    }

    public static NodeIndex root(int width) {
        checkWidth(width);
        return new NodeIndex(width - 1);
    }

    /**
     * The left child of a parent node.
     *
     * @throws IllegalArgumentException when the node is a leaf
     */
    public static NodeIndex left(NodeIndex node) {
        return new NodeIndex(node.value() - childDistance(node));
    }

    /**
     * The right child of a parent node.
     *
     * @throws IllegalArgumentException when the node is a leaf
     */
    public static NodeIndex right(NodeIndex node) {
        return new NodeIndex(node.value() + childDistance(node));
    }

    private static int childDistance(NodeIndex node) {
        if (node.isLeaf()) {
            throw new IllegalArgumentException(node + " is a leaf");
        }
        return 1 << (node.level() - 1);
    }

    /**
     * The parent of a node that is not the root.
     *
     * @throws IllegalArgumentException when the node is the root or outside the tree
     */
    public static NodeIndex parent(NodeIndex node, int width) {
        checkInside(node, width);
        if (node.equals(root(width))) {
            throw new IllegalArgumentException("the root has no parent");
        }
        int x = node.value();
        int level = node.level();
        int side = x >> (level + 1) & 1;
        return new NodeIndex((x | 1 << level) ^ side << (level + 1));
    }

    /**
     * The other child of a node's parent.
     *
     * @throws IllegalArgumentException when the node is the root or outside the tree
     */
    public static NodeIndex sibling(NodeIndex node, int width) {
        NodeIndex parent = parent(node, width);
        return node.value() < parent.value() ? right(parent) : left(parent);
    }

    /** The nodes above a leaf, from its parent to the root (RFC 9420 section 4.1.2). */
    public static List<NodeIndex> directPath(LeafIndex leaf, int width) {
        List<NodeIndex> path = new ArrayList<>();
        NodeIndex node = leaf.node();
        checkInside(node, width);
        while (!node.equals(root(width))) {
            node = parent(node, width);
            path.add(node);
        }
        return path;
    }

    /** The siblings of a leaf and of the nodes above it, the root's left out (RFC 9420 section 4.1.2). */
    public static List<NodeIndex> copath(LeafIndex leaf, int width) {
        List<NodeIndex> path = new ArrayList<>();
        NodeIndex node = leaf.node();
        checkInside(node, width);
        while (!node.equals(root(width))) {
            path.add(sibling(node, width));
            node = parent(node, width);
        }
        return path;
    }

    /** Whether {@code node} is {@code ancestor} or stands below it. */
    public static boolean isWithin(NodeIndex node, NodeIndex ancestor) {
        int reach = (1 << ancestor.level()) - 1;
        return Math.abs(node.value() - ancestor.value()) <= reach;
    }

    /** The lowest node that has both leaves below it; a leaf itself when both are the same. */
    public static NodeIndex commonAncestor(LeafIndex one, LeafIndex other) {
        int level = 32 - Integer.numberOfLeadingZeros(one.value() ^ other.value());
        int left = one.value() >> level << level;
        return new NodeIndex(2 * left + (1 << level) - 1);
    }
}
