package chat.paloma.core.mls.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TreeMathPropertyTest {
    @Property
    void aParentIsTheParentOfBothItsChildren(@ForAll @IntRange(min = 1, max = 17) int depth, @ForAll int chosen) {
        int width = 1 << depth;
        NodeIndex parent = new NodeIndex(2 * Math.floorMod(chosen, width - 1) + 1);
        NodeIndex left = TreeMath.left(parent);
        NodeIndex right = TreeMath.right(parent);
        assertEquals(parent, TreeMath.parent(left, width));
        assertEquals(parent, TreeMath.parent(right, width));
        assertEquals(right, TreeMath.sibling(left, width));
        assertEquals(left, TreeMath.sibling(right, width));
        assertEquals(parent.level() - 1, left.level());
        assertTrue(TreeMath.isWithin(left, parent) && !TreeMath.isWithin(parent, left));
    }

    @Property
    void theDirectPathLeadsToTheRootBesideTheCopath(
            @ForAll @IntRange(min = 0, max = 17) int depth, @ForAll int chosen) {
        int width = 1 << depth;
        LeafIndex leaf = new LeafIndex(Math.floorMod(chosen, width));
        List<NodeIndex> path = TreeMath.directPath(leaf, width);
        List<NodeIndex> copath = TreeMath.copath(leaf, width);
        assertEquals(depth, path.size());
        assertEquals(depth, copath.size());
        for (int i = 0; i < depth; i++) {
            assertTrue(TreeMath.isWithin(leaf.node(), path.get(i)));
            assertTrue(!TreeMath.isWithin(leaf.node(), copath.get(i)));
            assertEquals(path.get(i), TreeMath.parent(copath.get(i), width));
            assertEquals(copath.get(i), RatchetTree.copathChild(path.get(i), leaf));
        }
        assertEquals(TreeMath.root(width), depth == 0 ? leaf.node() : path.getLast());
    }

    @Property
    void theCommonAncestorIsTheFirstSharedNodeOfTwoPaths(
            @ForAll @IntRange(min = 0, max = 1023) int one, @ForAll @IntRange(min = 0, max = 1023) int other) {
        LeafIndex first = new LeafIndex(one);
        LeafIndex second = new LeafIndex(other);
        List<NodeIndex> path = TreeMath.directPath(second, 1024);
        NodeIndex expected = one == other
                ? first.node()
                : TreeMath.directPath(first, 1024).stream()
                        .filter(path::contains)
                        .findFirst()
                        .orElseThrow();
        assertEquals(expected, TreeMath.commonAncestor(first, second));
    }

    @Example
    void refusesWhatIsNoTree() {
        assertThrows(IllegalArgumentException.class, () -> TreeMath.root(0));
        assertThrows(IllegalArgumentException.class, () -> TreeMath.root(3));
        assertThrows(IllegalArgumentException.class, () -> TreeMath.root(2 * TreeMath.MAX_LEAVES));
        assertThrows(IllegalArgumentException.class, () -> TreeMath.left(new NodeIndex(4)));
        assertThrows(IllegalArgumentException.class, () -> TreeMath.parent(new NodeIndex(3), 4));
        assertThrows(IllegalArgumentException.class, () -> TreeMath.directPath(new LeafIndex(4), 4));
        assertThrows(IllegalArgumentException.class, () -> new LeafIndex(TreeMath.MAX_LEAVES));
        assertThrows(IllegalArgumentException.class, () -> new NodeIndex(TreeMath.MAX_NODES));
        assertThrows(IllegalStateException.class, () -> new NodeIndex(1).leaf());
    }
}
