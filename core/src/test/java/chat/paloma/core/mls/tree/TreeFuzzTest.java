package chat.paloma.core.mls.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.testing.Leaves;
import chat.paloma.core.mls.testing.SimulatedGroup;
import chat.paloma.core.mls.testing.TreeNodes;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that claim to be a tree or a leaf. They are refused with a typed error, or they are what was decoded. */
class TreeFuzzTest {
    private static final MlsCrypto CRYPTO =
            new MlsCrypto(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, new BouncyCastleCrypto());
    private static final GroupId GROUP = new GroupId(ByteString.utf8("a group"));

    static Stream<byte[]> trees() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(5, 1);
        byte[] full = group.tree.encoded();
        group.addWithoutPath();
        byte[] unmerged = group.tree.encoded();
        TreeNodes broken = new TreeNodes(group.tree);
        broken.blank(0);
        return Stream.of(full, unmerged, group.tree.remove(new LeafIndex(1)).encoded(), broken.encoded());
    }

    static Stream<byte[]> leaves() throws Exception {
        SimulatedGroup group = SimulatedGroup.full(2, 1);
        LeafIndex first = new LeafIndex(0);
        return Stream.of(
                group.tree.member(first).encoded(), group.updatedLeaf(first).encoded());
    }

    /** A tree with its own tree hash goes through every other rule, and every operation on it ends well. */
    @MethodSource("trees")
    @FuzzTest(maxDuration = "1m")
    void aTreeIsVerifiedOrRefused(byte[] input) {
        Decoder<UnverifiedRatchetTree> decoder = in -> UnverifiedRatchetTree.decode(CRYPTO, in);
        UnverifiedRatchetTree received;
        try {
            received = decoder.decodeAll(input);
        } catch (DecodeException refusal) {
            return;
        }
        RatchetTree tree = received.dangerouslyTrust();
        assertArrayEquals(input, tree.encoded());
        List<Optional<TreeNode>> nodes = new TreeNodes(tree).nodes;
        for (int i = 0; i < nodes.size(); i++) {
            tree.resolution(new NodeIndex(i));
        }
        for (RatchetTree.Member member : tree.members()) {
            tree.filteredDirectPath(member.index());
        }
        try {
            received.verify(Leaves.rules(CRYPTO), GROUP, tree.treeHash());
        } catch (MlsException refusal) {
            if (refusal.rule() == ValidationRule.TREE_HASH) {
                throw new AssertionError("the tree hash of one tree differs from itself", refusal);
            }
        }
    }

    @MethodSource("leaves")
    @FuzzTest(maxDuration = "1m")
    void aLeafIsCheckedOrRefused(byte[] input) {
        Decoder<LeafNode> decoder = LeafNode::decode;
        LeafNode leaf;
        try {
            leaf = decoder.decodeAll(input);
        } catch (DecodeException refusal) {
            return;
        }
        assertArrayEquals(input, leaf.encoded());
        LeafNodeRules rules = Leaves.rules(CRYPTO);
        ignoringRefusal(() -> rules.checkKeyPackageLeaf(leaf));
        ignoringRefusal(() -> rules.checkUpdateLeaf(leaf, leaf, new LeafNodeContext(GROUP, new LeafIndex(0))));
        ignoringRefusal(() -> rules.checkLeafInPlace(leaf, new LeafNodeContext(GROUP, new LeafIndex(0))));
    }

    private interface Check {
        void run() throws MlsException;
    }

    /** A refusal is a good end; anything else that is thrown is not. */
    private static void ignoringRefusal(Check check) {
        try {
            check.run();
        } catch (MlsException refusal) {
            assert !refusal.rule().id().isEmpty();
        }
    }
}
