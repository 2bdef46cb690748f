package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.group.Device.assertAgree;
import static chat.paloma.core.mls.group.Device.gather;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.Grease;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.tree.Capabilities;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.welcome.GroupInfo;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every leaf that Paloma makes lists numbers that mean nothing, whichever way the leaf comes into the group. */
class GreaseScenarioTest {
    private static final CipherSuite SUITE = CipherSuite.DEFAULT;

    private static void assertGreased(Capabilities expected, LeafNode leaf) {
        Capabilities found = leaf.capabilities();
        assertEquals(expected.versions(), found.versions());
        assertEquals(expected.cipherSuites().size() + 1, found.cipherSuites().size());
        assertEquals(expected.extensions().size() + 1, found.extensions().size());
        assertEquals(expected.proposals().size() + 1, found.proposals().size());
        assertEquals(expected.credentials().size() + 1, found.credentials().size());
        assertTrue(found.cipherSuites().containsAll(expected.cipherSuites()));
        assertTrue(found.extensions().containsAll(expected.extensions()));
        assertTrue(found.proposals().containsAll(expected.proposals()));
        assertTrue(found.credentials().containsAll(expected.credentials()));
        assertTrue(found.cipherSuites().stream().anyMatch(each -> Grease.isGrease(each.value())));
        assertTrue(found.extensions().stream().anyMatch(each -> Grease.isGrease(each.value())));
        assertTrue(found.proposals().stream().anyMatch(each -> Grease.isGrease(each.value())));
        assertTrue(found.credentials().stream().anyMatch(each -> Grease.isGrease(each.value())));
    }

    private static LeafNode leaf(Device device) throws Exception {
        return device.group().tree().member(device.group().ownIndex());
    }

    @Test
    void keyPackagesHaveIt() throws Exception {
        Device ana = new Device(SUITE, "ana");
        Set<Capabilities> seen = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            LeafNode leaf = ana.keyPackage().keyPackage().leafNode();
            assertGreased(ana.capabilities(), leaf);
            seen.add(leaf.capabilities());
        }
        assertNotEquals(1, seen.size());
    }

    @Test
    void leavesKeepItWhenTheyAreRenewed() throws Exception {
        Device ana = new Device(SUITE, "ana");
        Device ben = new Device(SUITE, "ben");
        gather(ana, ben);
        ben.receive(ana.commitAndConfirm(CommitRequest.of()).commit());
        ana.receive(ben.take(ben.group().proposeUpdate(LeafChange.NONE, MessageOptions.PUBLIC, ben.random)));
        ben.receive(ana.commitAndConfirm(CommitRequest.of()).commit());
        assertAgree(ana, ben);
        assertGreased(ana.capabilities(), leaf(ana));
        assertGreased(ben.capabilities(), leaf(ben));
    }

    @Test
    void newCapabilitiesGetIt() throws Exception {
        Device ana = new Device(SUITE, "ana");
        ana.create("a group");
        LeafChange change =
                new LeafChange(Optional.empty(), Optional.empty(), Optional.of(ana.capabilities()), Optional.empty());
        ana.commitAndConfirm(CommitRequest.of().withLeafChange(change));
        assertGreased(ana.capabilities(), leaf(ana));
    }

    @Test
    void whoJoinsByAnExternalCommitHasIt() throws Exception {
        Device ana = new Device(SUITE, "ana");
        Device ben = new Device(SUITE, "ben");
        ana.create("a group");
        GroupInfo groupInfo = ana.group().groupInfo(true, true, ExtensionList.EMPTY, ana.random);
        Step<MlsMessage> joined = Group.joinExternally(ben.externalJoinRequest(), groupInfo, ben.random, Device.NOW);
        ana.receive(ben.take(joined));
        assertAgree(ana, ben);
        assertGreased(ben.capabilities(), leaf(ben));
    }
}
