package chat.paloma.core.mls.treekem;

import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.testing.SimulatedGroup;
import chat.paloma.core.mls.testing.SimulatedGroup.Change;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.NodeIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.TreeMath;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TreePrivateKeysTest {
    private static final LeafIndex ME = new LeafIndex(2);
    private static final LeafIndex OTHER = new LeafIndex(5);

    private static List<HpkePrivateKey> pathKeys(TreePrivateKeys keys) {
        return TreeMath.directPath(keys.owner(), 8).stream()
                .flatMap(node -> keys.key(node).stream())
                .toList();
    }

    @Test
    void replacedKeysAreErasedAndSharedOnesStay() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(8, 1);
        TreePrivateKeys before = group.client(ME).keys();
        assertEquals(3, pathKeys(before).size());
        group.commit(OTHER, Change.NONE);
        TreePrivateKeys after = group.client(ME).keys();
        HpkePrivateKey root = before.key(TreeMath.root(8)).orElseThrow();
        before.eraseKeysMissingFrom(after);
        assertTrue(root.secret().isErased());
        assertTrue(after.fit(group.tree));
        after.erase();
        assertTrue(pathKeys(after).stream().allMatch(key -> key.secret().isErased()));
    }

    @Test
    void aCommitThatIsGivenUpLeavesTheOldKeys() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(8, 2);
        TreePrivateKeys before = group.client(ME).keys();
        NewPath made = group.newPath(ME);
        TreePrivateKeys pending = made.privateKeys();
        made.erase();
        assertTrue(made.commitSecret().isErased());
        assertTrue(pathKeys(pending).stream().allMatch(key -> key.secret().isErased()));
        assertTrue(before.fit(group.tree));
    }

    @Test
    void pathSecretsAreGoneOnceTheyAreSent() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(4, 3);
        NewPath made = group.newPath(ME);
        made.erasePathSecrets();
        assertThrows(IllegalStateException.class, () -> made.pathSecretFor(new LeafIndex(0)));
        assertThrows(IllegalStateException.class, () -> made.encrypt(new byte[0], Set.of(), group.random));
        assertTrue(made.privateKeys().fit(made.tree()));
    }

    @Test
    void keysOfBlankNodesAreDropped() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(8, 4);
        RatchetTree without = group.tree.remove(new LeafIndex(3));
        TreePrivateKeys left = group.client(ME).keys().within(without);
        assertEquals(List.of(), pathKeys(left));
        assertTrue(left.fit(without));
        assertFalse(group.client(ME).keys().fit(without));
    }

    @Test
    void survivesStorage() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(8, 5);
        TreePrivateKeys keys = group.client(ME).keys();
        Decoder<TreePrivateKeys> decoder = TreePrivateKeys::decode;
        TreePrivateKeys restored = decoder.decodeAll(keys.encoded());
        assertEquals(ME, restored.owner());
        assertTrue(restored.fit(group.tree));
        assertArrayEquals(keys.encoded(), restored.encoded());
        byte[] foreign = new TlsWriter()
                .write(ME)
                .writeVector(out -> out.writeUint32(1).writeOpaque(new byte[32]))
                .toByteArray();
        assertThrows(DecodeException.class, () -> decoder.decodeAll(foreign));
    }

    @Test
    void refusesAWelcomesPathSecretThatIsNotTheTrees() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(4, 6);
        TreePrivateKeys keys = group.client(ME).keys();
        assertBreaks(
                ValidationRule.WELCOME_PATH_SECRET,
                () -> keys.withPathSecret(group.tree, new LeafIndex(0), SecretBytes.zeros(32)));
        assertBreaks(
                ValidationRule.WELCOME_PATH_SECRET,
                () -> keys.withPathSecret(group.tree, new LeafIndex(0), SecretBytes.zeros(31)));
        assertBreaks(
                ValidationRule.WELCOME_PATH_SECRET, () -> keys.withPathSecret(group.tree, ME, SecretBytes.zeros(32)));
        assertBreaks(
                ValidationRule.WELCOME_PATH_SECRET,
                () -> keys.withPathSecret(group.tree, new LeafIndex(100), SecretBytes.zeros(32)));
        assertTrue(keys.key(new NodeIndex(0)).isEmpty());
    }
}
