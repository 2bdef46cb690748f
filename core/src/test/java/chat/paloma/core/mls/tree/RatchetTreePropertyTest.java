package chat.paloma.core.mls.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.testing.Leaves;
import chat.paloma.core.mls.testing.SimulatedGroup;
import chat.paloma.core.mls.testing.SimulatedGroup.Change;
import chat.paloma.core.mls.testing.TreeNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Groups that live a random life, looked at after every step with definitions that are slow and simple. */
class RatchetTreePropertyTest {
    private static final int MAX_MEMBERS = 20;

    @Property(tries = 40)
    void everyTreeOfARandomLifeIsWhatTheDefinitionsSay(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int steps) throws Exception {
        Random choices = new Random(seed);
        SimulatedGroup group = new SimulatedGroup(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, seed);
        for (int i = 0; i < steps; i++) {
            step(group, choices);
            check(group);
        }
    }

    private static void step(SimulatedGroup group, Random choices) throws Exception {
        List<LeafIndex> members = new ArrayList<>(group.clients.keySet());
        LeafIndex committer = members.remove(choices.nextInt(members.size()));
        List<LeafIndex> updates = new ArrayList<>();
        List<LeafIndex> removes = new ArrayList<>();
        for (LeafIndex member : members) {
            switch (choices.nextInt(6)) {
                case 0 -> updates.add(member);
                case 1 -> removes.add(member);
                default -> {}
            }
        }
        int room = MAX_MEMBERS - members.size() - 1;
        int adds = room > 0 ? choices.nextInt(Math.min(room, 5) + 1) : 0;
        if (choices.nextInt(4) == 0 && room > 0) {
            group.addWithoutPath();
        } else {
            group.commit(committer, new Change(updates, removes, adds));
        }
    }

    private static void check(SimulatedGroup group) throws Exception {
        RatchetTree tree = group.tree;
        TreeNodes nodes = new TreeNodes(tree);
        ReferenceTree reference = new ReferenceTree(group.crypto, nodes.nodes);
        assertEquals(reference.treeHash(), tree.treeHash());
        for (int i = 0; i < nodes.nodes.size(); i++) {
            assertEquals(reference.resolution(new NodeIndex(i)), tree.resolution(new NodeIndex(i)));
        }
        assertTrue(reference.isParentHashValid());
        UnverifiedRatchetTree decoded = UnverifiedRatchetTree.decode(group.crypto, new TlsReader(tree.encoded()));
        assertArrayEquals(nodes.encoded(), tree.encoded());
        assertArrayEquals(tree.encoded(), decoded.dangerouslyTrust().encoded());
        RatchetTree verified = decoded.verify(Leaves.rules(group.crypto), group.groupId, tree.treeHash());
        assertEquals(
                group.clients.keySet().stream().toList(),
                verified.members().stream().map(RatchetTree.Member::index).toList());
    }

    @Property(tries = 60)
    void aTreeWithOneChangedParentIsRefusedExactlyWhenTheDefinitionsSay(@ForAll long seed) throws Exception {
        Random choices = new Random(seed);
        SimulatedGroup group = new SimulatedGroup(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, seed);
        group.commit(new LeafIndex(0), Change.adding(2 + choices.nextInt(9)));
        for (int i = 0; i < 4; i++) {
            step(group, choices);
        }
        TreeNodes nodes = new TreeNodes(group.tree);
        int at = choices.nextInt(nodes.nodes.size());
        change(nodes, at, group, choices);
        if (nodes.nodes.stream().allMatch(Optional::isEmpty)) {
            return;
        }
        RatchetTree changed = nodes.decode(group.crypto).dangerouslyTrust();
        boolean accepted = true;
        try {
            ParentHashRules.check(group.crypto, changed.root());
        } catch (MlsException refusal) {
            accepted = refusal.rule() != ValidationRule.TREE_PARENT_HASH;
            if (accepted) {
                return;
            }
        }
        assertEquals(new ReferenceTree(group.crypto, new TreeNodes(changed).nodes).isParentHashValid(), accepted);
    }

    private static void change(TreeNodes nodes, int at, SimulatedGroup group, Random choices) throws Exception {
        TreeNode node = nodes.nodes.get(at).orElse(null);
        switch (node) {
            case null -> {}
            case LeafNode leaf -> nodes.blank(at);
            case ParentNode parent -> {
                switch (choices.nextInt(3)) {
                    case 0 -> nodes.blank(at);
                    case 1 ->
                        nodes.set(
                                at,
                                new ParentNode(
                                        group.crypto
                                                .generateHpkeKeyPair(group.random)
                                                .publicKey(),
                                        parent.parentHash(),
                                        parent.unmergedLeaves()));
                    default -> nodes.set(at, new ParentNode(parent.encryptionKey(), parent.parentHash(), List.of()));
                }
            }
        }
    }
}
