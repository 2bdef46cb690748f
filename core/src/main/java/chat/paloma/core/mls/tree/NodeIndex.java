package chat.paloma.core.mls.tree;

/**
 * A node of the tree in the array representation (RFC 9420 appendix C): leaves are even, parents odd. It does not change
 * when the tree grows or shrinks.
 */
public record NodeIndex(int value) implements Comparable<NodeIndex> {
    public NodeIndex {
        if (value < 0 || value >= TreeMath.MAX_NODES) {
            throw new IllegalArgumentException("not a node index: " + value);
        }
    }

    public boolean isLeaf() {
        return value % 2 == 0;
    }

    /** How far above the leaves the node stands: 0 for a leaf. */
    public int level() {
        return Integer.numberOfTrailingZeros(~value);
    }

    /**
     * The leaf at this node.
     *
     * @throws IllegalStateException when the node is a parent
     */
    public LeafIndex leaf() {
        if (!isLeaf()) {
            throw new IllegalStateException("node " + value + " is a parent");
        }
        return new LeafIndex(value / 2);
    }

    @Override
    public int compareTo(NodeIndex other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "node " + value;
    }
}
