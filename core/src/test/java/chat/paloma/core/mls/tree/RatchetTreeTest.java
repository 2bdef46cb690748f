package chat.paloma.core.mls.tree;

import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.testing.SimulatedGroup;
import chat.paloma.core.mls.testing.SimulatedGroup.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatchetTreeTest {
    @Test
    void growsAndShrinksAtTheRight() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(4, 1);
        assertEquals(4, group.tree.width());
        assertEquals(new LeafIndex(4), group.addWithoutPath());
        assertEquals(8, group.tree.width());
        RatchetTree without = group.tree.remove(new LeafIndex(4));
        assertEquals(4, without.width());
        assertEquals(4, without.memberCount());
        RatchetTree two = without.remove(new LeafIndex(3)).remove(new LeafIndex(2));
        assertEquals(2, two.width());
        assertEquals(1, two.remove(new LeafIndex(1)).width());
    }

    @Test
    void fillsTheLeftmostBlankLeaf() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(7, 2);
        group.commit(new LeafIndex(0), Change.removing(new LeafIndex(2), new LeafIndex(5)));
        assertEquals(new LeafIndex(2), group.addWithoutPath());
        assertEquals(new LeafIndex(5), group.addWithoutPath());
        assertEquals(new LeafIndex(7), group.addWithoutPath());
        assertEquals(new LeafIndex(8), group.addWithoutPath());
    }

    @Test
    void leavesTheOldTreeAsItWas() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(5, 3);
        RatchetTree old = group.tree;
        ByteString hash = old.treeHash();
        byte[] encoding = old.encoded();
        group.commit(new LeafIndex(1), Change.removing(new LeafIndex(4)));
        assertNotEquals(hash, group.tree.treeHash());
        assertEquals(hash, old.treeHash());
        assertArrayEquals(encoding, old.encoded());
    }

    @Test
    void theLastMemberMayBeRemovedToMakeRoomForAnExternalCommitter() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(1, 4);
        RatchetTree empty = group.tree.remove(new LeafIndex(0));
        assertEquals(0, empty.memberCount());
        assertEquals(new LeafIndex(0), empty.vacancy().index());
        assertEquals(List.of(), empty.filteredDirectPath(new LeafIndex(0)));
    }

    @Test
    void refusesALeafThatIsNoMember() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(3, 5);
        LeafNode leaf = group.tree.member(new LeafIndex(0));
        assertBreaks(ValidationRule.TREE_LEAF_INDEX, () -> group.tree.remove(new LeafIndex(3)));
        assertBreaks(ValidationRule.TREE_LEAF_INDEX, () -> group.tree.remove(new LeafIndex(100)));
        assertBreaks(ValidationRule.TREE_LEAF_INDEX, () -> group.tree.update(new LeafIndex(3), leaf));
        assertBreaks(ValidationRule.TREE_LEAF_INDEX, () -> group.tree.member(new LeafIndex(4)));
        assertThrows(IllegalArgumentException.class, () -> group.tree.filteredDirectPath(new LeafIndex(4)));
        assertThrows(IllegalArgumentException.class, () -> group.tree.resolution(new NodeIndex(7)));
        assertThrows(
                IllegalArgumentException.class,
                () -> group.tree.withPath(new LeafIndex(0), List.of(), parentHash -> leaf));
    }

    @Test
    void refusesMoreMembersThanTheLimit() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(1, 6);
        LeafNode leaf = group.tree.member(new LeafIndex(0));
        RatchetTree tree = group.tree;
        for (int i = 1; i < TreeMath.MAX_LEAVES; i++) {
            tree = tree.add(leaf).tree();
        }
        RatchetTree full = tree;
        assertEquals(TreeMath.MAX_LEAVES, full.width());
        assertBreaks(ValidationRule.TREE_FULL, () -> full.add(leaf));
        assertBreaks(ValidationRule.TREE_FULL, full::vacancy);
    }
}
