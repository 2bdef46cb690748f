package chat.paloma.core.mls.tree;

import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.testing.Leaves;
import chat.paloma.core.mls.testing.SimulatedGroup;
import chat.paloma.core.mls.testing.SimulatedGroup.Change;
import chat.paloma.core.mls.testing.TreeNodes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every rule for a whole tree, broken once. The tree has all nodes, and leaf 7 unmerged at nodes 11 and 7. */
class UnverifiedRatchetTreeTest {
    private static final int ROOT = 7;
    private static final int BELOW_ROOT = 11;

    private SimulatedGroup group;
    private TreeNodes nodes;

    @BeforeEach
    void growATree() throws Exception {
        group = SimulatedGroup.full(7, 9);
        group.addWithoutPath();
        nodes = new TreeNodes(group.tree);
        assertEquals(List.of(new LeafIndex(7)), parent(ROOT).unmergedLeaves());
        assertEquals(List.of(new LeafIndex(7)), parent(BELOW_ROOT).unmergedLeaves());
    }

    private ParentNode parent(int index) {
        return (ParentNode) nodes.nodes.get(index).orElseThrow();
    }

    private LeafNode leaf(int index) {
        return (LeafNode) nodes.nodes.get(2 * index).orElseThrow();
    }

    private void verify() throws Exception {
        UnverifiedRatchetTree tree = nodes.decode(group.crypto);
        tree.verify(
                Leaves.rules(group.crypto),
                group.groupId,
                tree.dangerouslyTrust().treeHash());
    }

    private void assertRefused(ValidationRule rule) {
        assertBreaks(rule, this::verify);
    }

    @Test
    void takesTheTreeAsItIs() throws Exception {
        verify();
    }

    @Test
    void refusesATreeThatWasNotSigned() throws Exception {
        UnverifiedRatchetTree tree = nodes.decode(group.crypto);
        assertBreaks(
                ValidationRule.TREE_HASH,
                () -> tree.verify(Leaves.rules(group.crypto), group.groupId, ByteString.EMPTY));
    }

    @Test
    void refusesAnotherSuiteThanItWasReadFor() throws Exception {
        UnverifiedRatchetTree tree = nodes.decode(group.crypto);
        MlsCrypto other = new MlsCrypto(CipherSuite.DEFAULT, group.crypto.provider());
        assertThrows(
                IllegalArgumentException.class,
                () -> tree.verify(Leaves.rules(other), group.groupId, ByteString.EMPTY));
    }

    @Test
    void refusesAKeyThatNobodyPutThere() throws Exception {
        ParentNode node = parent(3);
        nodes.set(
                3,
                new ParentNode(
                        group.crypto.generateHpkeKeyPair(group.random).publicKey(),
                        node.parentHash(),
                        node.unmergedLeaves()));
        assertRefused(ValidationRule.TREE_PARENT_HASH);
    }

    @Test
    void refusesAParentHashOfAnotherTree() {
        ParentNode node = parent(3);
        nodes.set(3, new ParentNode(node.encryptionKey(), ByteString.utf8("another"), node.unmergedLeaves()));
        assertRefused(ValidationRule.TREE_PARENT_HASH);
    }

    @Test
    void refusesAParentWhoseUpdaterIsGone() {
        nodes.blank(2 * 6);
        assertRefused(ValidationRule.TREE_PARENT_HASH);
    }

    @Test
    void refusesAnUnmergedLeafThatIsNoMember() {
        ParentNode root = parent(ROOT);
        nodes.blank(2 * 7);
        nodes.set(ROOT, new ParentNode(root.encryptionKey(), root.parentHash(), List.of()));
        assertRefused(ValidationRule.TREE_UNMERGED_LEAF);
    }

    @Test
    void refusesAnUnmergedLeafOfAnotherSubtree() {
        ParentNode node = parent(3);
        nodes.set(3, new ParentNode(node.encryptionKey(), node.parentHash(), List.of(new LeafIndex(7))));
        assertRefused(ValidationRule.TREE_UNMERGED_LEAF);
    }

    @Test
    void refusesAnUnmergedLeafThatANodeBetweenDoesNotKnow() {
        ParentNode between = parent(BELOW_ROOT);
        nodes.set(BELOW_ROOT, new ParentNode(between.encryptionKey(), between.parentHash(), List.of()));
        assertRefused(ValidationRule.TREE_UNMERGED_BETWEEN);
    }

    @Test
    void refusesAnEncryptionKeyInTwoNodes() throws Exception {
        LeafNode leaf = leaf(7);
        nodes.set(2 * 7, resigned(leaf.content().renewed(parent(ROOT).encryptionKey(), leaf.source()), 7));
        assertRefused(ValidationRule.TREE_UNIQUE_KEYS);
    }

    @Test
    void refusesAnEncryptionKeyOfTwoMembers() throws Exception {
        LeafNode leaf = leaf(7);
        nodes.set(2 * 7, resigned(leaf.content().renewed(leaf(0).encryptionKey(), leaf.source()), 7));
        assertRefused(ValidationRule.LEAF_UNIQUE_ENCRYPTION_KEY);
    }

    @Test
    void refusesASignatureKeyOfTwoMembers() throws Exception {
        SignatureKeyPair keys = group.client(new LeafIndex(0)).signatureKeys();
        LeafNodeContent content = leaf(7).content();
        nodes.set(
                2 * 7,
                new LeafNodeContent(
                                content.encryptionKey(),
                                keys.publicKey(),
                                content.credential(),
                                content.capabilities(),
                                content.source(),
                                content.extensions())
                        .sign(group.crypto, keys.privateKey(), group.place(new LeafIndex(7)), group.random));
        assertRefused(ValidationRule.LEAF_UNIQUE_SIGNATURE_KEY);
    }

    @Test
    void refusesACredentialTypeThatNotEverybodySupports() throws Exception {
        LeafNodeContent content = leaf(7).content();
        Capabilities own = content.capabilities();
        nodes.set(
                2 * 7,
                resigned(
                        new LeafNodeContent(
                                content.encryptionKey(),
                                content.signatureKey(),
                                new Credential.X509(List.of()),
                                new Capabilities(
                                        own.versions(),
                                        own.cipherSuites(),
                                        own.extensions(),
                                        own.proposals(),
                                        List.of(CredentialType.BASIC, CredentialType.X509)),
                                content.source(),
                                content.extensions()),
                        7));
        assertRefused(ValidationRule.LEAF_CREDENTIAL_TYPES);
    }

    @Test
    void refusesALeafWithAWrongSignature() {
        LeafNode leaf = leaf(7);
        nodes.set(2 * 7, new LeafNode(leaf.content(), ByteString.utf8("a signature")));
        assertRefused(ValidationRule.LEAF_SIGNATURE);
    }

    @Test
    void refusesLeavesOfAnotherGroup() throws Exception {
        UnverifiedRatchetTree tree = nodes.decode(group.crypto);
        assertBreaks(
                ValidationRule.LEAF_SIGNATURE,
                () -> tree.verify(
                        Leaves.rules(group.crypto),
                        new GroupId(ByteString.utf8("another")),
                        tree.dangerouslyTrust().treeHash()));
    }

    private LeafNode resigned(LeafNodeContent content, int index) throws Exception {
        LeafIndex leaf = new LeafIndex(index);
        return content.sign(
                group.crypto, group.client(leaf).signatureKeys().privateKey(), group.place(leaf), group.random);
    }

    @Test
    void unmergedLeavesOfManyLevelsAreTakenBackForTheParentHash() throws Exception {
        group.commit(new LeafIndex(0), Change.adding(9));
        for (int i = 0; i < 16; i++) {
            group.commit(new LeafIndex(i), Change.NONE);
        }
        for (int i = 0; i < 3; i++) {
            group.commit(new LeafIndex(1), Change.removing(new LeafIndex(12 + i)));
            group.addWithoutPath();
            group.commit(new LeafIndex(2 + i), Change.adding(1));
        }
        nodes = new TreeNodes(group.tree);
        verify();
    }

    /** Node 11 is asked for its tree hash without leaf 7 by the root, and without leaves 6 and 7 by node 7. */
    @Test
    void oneSubtreeHasSeveralOriginalTreeHashes() throws Exception {
        group = SimulatedGroup.full(16, 4);
        group.commit(new LeafIndex(0), Change.removing(new LeafIndex(6), new LeafIndex(7)));
        group.commit(new LeafIndex(4), Change.NONE);
        group.commit(new LeafIndex(0), Change.NONE);
        group.addWithoutPath();
        group.commit(new LeafIndex(8), Change.NONE);
        group.addWithoutPath();
        nodes = new TreeNodes(group.tree);
        assertEquals(List.of(new LeafIndex(7)), parent(15).unmergedLeaves());
        assertEquals(List.of(new LeafIndex(6), new LeafIndex(7)), parent(7).unmergedLeaves());
        verify();
    }

    @Test
    void refusesNodesInTheWrongPlaces() {
        refusesEncoding(List.of());
        refusesEncoding(List.of(nodes.nodes.get(0), Optional.empty()));
        refusesEncoding(List.of(nodes.nodes.get(ROOT)));
        refusesEncoding(List.of(nodes.nodes.get(0), nodes.nodes.get(2), nodes.nodes.get(4)));
    }

    private void refusesEncoding(List<Optional<TreeNode>> list) {
        DecodeException refusal = assertThrows(
                DecodeException.class,
                () -> UnverifiedRatchetTree.decode(group.crypto, new TlsReader(TreeNodes.encoded(list))));
        assertEquals(DecodeException.Reason.INVALID_VALUE, refusal.reason());
    }

    @Test
    void refusesUnmergedLeavesOutOfOrder() {
        byte[] encoded = new TlsWriter()
                .write(parent(ROOT).encryptionKey())
                .writeOpaque(new byte[0])
                .writeList(List.of(new LeafIndex(2), new LeafIndex(2)))
                .toByteArray();
        assertThrows(DecodeException.class, () -> ParentNode.decode(new TlsReader(encoded)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ParentNode(
                        parent(ROOT).encryptionKey(), ByteString.EMPTY, List.of(new LeafIndex(3), new LeafIndex(2))));
    }
}
