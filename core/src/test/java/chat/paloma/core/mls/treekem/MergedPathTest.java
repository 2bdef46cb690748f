package chat.paloma.core.mls.treekem;

import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.HpkeCiphertext;
import chat.paloma.core.mls.testing.Leaves;
import chat.paloma.core.mls.testing.SimulatedGroup;
import chat.paloma.core.mls.testing.SimulatedGroup.Change;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeContent;
import chat.paloma.core.mls.tree.LeafNodeSource;
import chat.paloma.core.mls.tree.NodeIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every rule for an update path, broken once; and who can open what. */
class MergedPathTest {
    private static final LeafIndex COMMITTER = new LeafIndex(1);
    private static final LeafIndex RECIPIENT = new LeafIndex(4);

    private SimulatedGroup group;
    private NewPath made;
    private UpdatePath path;

    @BeforeEach
    void commit() throws Exception {
        group = SimulatedGroup.full(6, 1);
        made = group.newPath(COMMITTER);
        path = made.encrypt(SimulatedGroup.context(made.tree()), Set.of(), group.random);
    }

    private MergedPath merge(UpdatePath changed) throws Exception {
        return MergedPath.merge(group.tree, group.place(COMMITTER), changed, Leaves.rules(group.crypto), Set.of());
    }

    private MergedPath.Opened open(MergedPath merged) throws Exception {
        return merged.open(group.client(RECIPIENT).keys(), SimulatedGroup.context(made.tree()));
    }

    private UpdatePath withNode(int index, UpdatePathNode node) {
        List<UpdatePathNode> nodes = new ArrayList<>(path.nodes());
        nodes.set(index, node);
        return new UpdatePath(path.leafNode(), nodes);
    }

    private UpdatePath withKey(int index, HpkePublicKey key) {
        return withNode(index, new UpdatePathNode(key, path.nodes().get(index).encryptedPathSecrets()));
    }

    private LeafNode signed(LeafNodeContent content) throws Exception {
        return content.sign(
                group.crypto,
                group.client(COMMITTER).signatureKeys().privateKey(),
                group.place(COMMITTER),
                group.random);
    }

    @Test
    void everybodyComesToOneSecret() throws Exception {
        assertTrue(open(merge(path)).commitSecret().constantTimeEquals(made.commitSecret()));
    }

    @Test
    void refusesAPathOfAnotherLength() {
        UpdatePath shorter = new UpdatePath(path.leafNode(), path.nodes().subList(0, 2));
        assertBreaks(ValidationRule.PATH_LENGTH, () -> merge(shorter));
    }

    @Test
    void refusesAnotherNumberOfCiphertexts() {
        UpdatePathNode top = path.nodes().get(2);
        UpdatePath without = withNode(2, new UpdatePathNode(top.encryptionKey(), List.of()));
        assertBreaks(ValidationRule.PATH_CIPHERTEXTS, () -> merge(without));
    }

    @Test
    void refusesAKeyThatIsInUse() {
        HpkePublicKey inTree = group.tree.leaf(RECIPIENT).orElseThrow().encryptionKey();
        HpkePublicKey replaced = group.tree
                .node(group.tree.filteredDirectPath(COMMITTER).get(1))
                .orElseThrow()
                .encryptionKey();
        HpkePublicKey twice = path.nodes().get(0).encryptionKey();
        for (HpkePublicKey key :
                List.of(inTree, replaced, twice, path.leafNode().encryptionKey())) {
            assertBreaks(ValidationRule.PATH_FRESH_KEYS, () -> merge(withKey(1, key)));
        }
    }

    @Test
    void refusesAKeyThatNothingCanBeEncryptedTo() {
        HpkePublicKey lowOrder = new HpkePublicKey(ByteString.adopt(new byte[32]));
        assertBreaks(ValidationRule.VALID_PUBLIC_KEY, () -> merge(withKey(1, lowOrder)));
    }

    @Test
    void refusesAKeyThatTheLeafDidNotSign() throws Exception {
        HpkePublicKey other = group.crypto.generateHpkeKeyPair(group.random).publicKey();
        assertBreaks(ValidationRule.PATH_PARENT_HASH, () -> merge(withKey(1, other)));
    }

    @Test
    void refusesALeafThatIsNotForThisCommit() throws Exception {
        LeafNodeContent content = path.leafNode().content();
        LeafNode update = signed(content.renewed(content.encryptionKey(), new LeafNodeSource.Update()));
        assertBreaks(ValidationRule.LEAF_SOURCE, () -> merge(new UpdatePath(update, path.nodes())));
        LeafNode forged = new LeafNode(content, ByteString.utf8("a signature"));
        assertBreaks(ValidationRule.LEAF_SIGNATURE, () -> merge(new UpdatePath(forged, path.nodes())));
    }

    @Test
    void refusesASignatureKeyOfAnotherMember() throws Exception {
        SimulatedGroup.Client recipient = group.client(RECIPIENT);
        LeafNodeContent content = path.leafNode().content();
        LeafNode borrowed = new LeafNodeContent(
                        content.encryptionKey(),
                        recipient.signatureKeys().publicKey(),
                        content.credential(),
                        content.capabilities(),
                        content.source(),
                        content.extensions())
                .sign(group.crypto, recipient.signatureKeys().privateKey(), group.place(COMMITTER), group.random);
        assertBreaks(ValidationRule.LEAF_UNIQUE_SIGNATURE_KEY, () -> merge(new UpdatePath(borrowed, path.nodes())));
    }

    @Test
    void refusesACommitterOutsideTheTree() {
        assertBreaks(
                ValidationRule.TREE_LEAF_INDEX,
                () -> MergedPath.merge(
                        group.tree, group.place(new LeafIndex(8)), path, Leaves.rules(group.crypto), Set.of()));
    }

    @Test
    void refusesACiphertextForAnotherContext() throws Exception {
        MergedPath merged = merge(path);
        assertBreaks(
                ValidationRule.PATH_DECRYPTION,
                () -> merged.open(group.client(RECIPIENT).keys(), new byte[] {1}));
    }

    @Test
    void refusesAPathSecretOfTheWrongLengthOrTheWrongValue() throws Exception {
        NodeIndex top = group.tree.filteredDirectPath(COMMITTER).getLast();
        NodeIndex recipient =
                NewPath.recipients(group.tree, top, COMMITTER, Set.of()).getFirst();
        for (int length : List.of(31, 32)) {
            HpkeCiphertext ciphertext = group.crypto.encryptWithLabel(
                    group.tree.node(recipient).orElseThrow().encryptionKey(),
                    NewPath.ENCRYPTION_LABEL,
                    SimulatedGroup.context(made.tree()),
                    SecretBytes.zeros(length),
                    group.random);
            HpkePublicKey key = path.nodes().getLast().encryptionKey();
            MergedPath merged = merge(withNode(2, new UpdatePathNode(key, List.of(ciphertext))));
            assertBreaks(
                    length == 32 ? ValidationRule.PATH_PUBLIC_KEYS : ValidationRule.PATH_DECRYPTION,
                    () -> open(merged));
        }
    }

    @Test
    void whoIsRemovedCannotOpenTheCommitThatDoesIt() throws Exception {
        TreePrivateKeys removed = group.client(RECIPIENT).keys();
        group.tree = group.tree.remove(RECIPIENT);
        LeafIndex successor = group.addWithoutPath();
        assertEquals(RECIPIENT, successor);
        NewPath next = group.newPath(COMMITTER);
        byte[] context = SimulatedGroup.context(next.tree());
        UpdatePath encrypted = next.encrypt(context, Set.of(successor), group.random);
        MergedPath merged = MergedPath.merge(
                group.tree, group.place(COMMITTER), encrypted, Leaves.rules(group.crypto), Set.of(successor));
        assertBreaks(ValidationRule.PATH_DECRYPTION, () -> merged.open(removed, context));
        TreePrivateKeys joined =
                group.client(successor).keys().withPathSecret(merged.tree(), COMMITTER, next.pathSecretFor(successor));
        assertTrue(joined.fit(merged.tree()));
    }

    @Test
    void theCommitterAndStrangersAreNoRecipients() throws Exception {
        MergedPath merged = merge(path);
        byte[] context = SimulatedGroup.context(made.tree());
        assertThrows(
                IllegalArgumentException.class,
                () -> merged.open(group.client(COMMITTER).keys(), context));
        HpkeKeyPair stranger = group.crypto.generateHpkeKeyPair(group.random);
        assertThrows(
                IllegalArgumentException.class,
                () -> merged.open(TreePrivateKeys.ofLeaf(new LeafIndex(7), stranger.privateKey()), context));
        assertThrows(IllegalArgumentException.class, () -> made.pathSecretFor(COMMITTER));
    }

    @Test
    void anExternalCommitterTakesTheVacancy() throws Exception {
        SimulatedGroup joining = SimulatedGroup.full(1, 77);
        LeafNodeContent content = joining.tree.member(new LeafIndex(0)).content();
        RatchetTree.Placed vacancy = group.tree.vacancy();
        NewPath external = NewPath.generate(
                vacancy.tree(),
                group.place(vacancy.index()),
                content,
                joining.client(new LeafIndex(0)).signatureKeys().privateKey(),
                group.random);
        byte[] context = SimulatedGroup.context(external.tree());
        MergedPath merged = MergedPath.merge(
                vacancy.tree(),
                group.place(vacancy.index()),
                external.encrypt(context, Set.of(), group.random),
                Leaves.rules(group.crypto),
                Set.of());
        for (SimulatedGroup.Client client : group.clients.values()) {
            assertTrue(merged.open(client.keys(), context).commitSecret().constantTimeEquals(external.commitSecret()));
        }
        assertEquals(7, merged.tree().memberCount());
    }

    @Test
    void aGroupOfOneCommitsToItself() throws Exception {
        SimulatedGroup alone = SimulatedGroup.full(1, 3);
        alone.commit(new LeafIndex(0), Change.adding(1));
        assertEquals(2, alone.tree.memberCount());
    }
}
