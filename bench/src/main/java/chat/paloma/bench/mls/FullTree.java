package chat.paloma.bench.mls;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeContext;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.treekem.NewPath;
import chat.paloma.core.mls.welcome.GroupInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * A group of people who do not exist, in whose tree no node is blank that could be filled, and its GroupInfo.
 *
 * <p>Letting as many real members join and commit would take longer the square of their number. An external commit needs
 * no secret of theirs: whoever joins by one is in a real group of that size.
 */
final class FullTree {
    private final MlsCrypto crypto;
    private final RandomSource random;
    private final GroupId groupId = new GroupId(ByteString.utf8("a group to measure"));
    private final List<SignatureKeyPair> signatureKeys = new ArrayList<>();
    private RatchetTree tree;

    /** @param members at least 1 */
    FullTree(MlsCrypto crypto, RandomSource random, int members) throws CryptoException, MlsException {
        this.crypto = crypto;
        this.random = random;
        tree = RatchetTree.of(crypto, newLeaf());
        while (signatureKeys.size() < members) {
            tree = tree.add(newLeaf()).tree();
        }
        // Every parent node is above a right leaf of a pair, or above the last leaf.
        for (int leaf = 0; leaf < members; leaf++) {
            if (leaf % 2 == 1 || leaf == members - 1) {
                commitPath(new LeafIndex(leaf));
            }
        }
    }

    private LeafNode newLeaf() throws CryptoException {
        SignatureKeyPair keys = crypto.generateSignatureKeyPair(random);
        LeafNode leaf = People.keyPackage(crypto, keys, "nobody " + signatureKeys.size(), random)
                .keyPackage()
                .leafNode();
        signatureKeys.add(keys);
        return leaf;
    }

    private void commitPath(LeafIndex leaf) throws CryptoException, MlsException {
        tree = NewPath.generate(
                        tree,
                        new LeafNodeContext(groupId, leaf),
                        tree.member(leaf).content(),
                        signatureKeys.get(leaf.value()).privateKey(),
                        random)
                .tree();
    }

    /** With the tree, and a key for external commits to which nobody has the private half. */
    byte[] groupInfo() throws CryptoException {
        ByteString anyHash = ByteString.adopt(random.nextBytes(crypto.hashLength()));
        GroupInfo groupInfo = GroupInfo.sign(
                crypto,
                signatureKeys.getFirst().privateKey(),
                new GroupContext(crypto.suite(), groupId, 1, tree.treeHash(), anyHash, ExtensionList.EMPTY),
                ExtensionList.of(
                        Extension.of(ExtensionType.RATCHET_TREE, tree),
                        Extension.of(
                                ExtensionType.EXTERNAL_PUB,
                                crypto.generateHpkeKeyPair(random).publicKey())),
                anyHash,
                new LeafIndex(0),
                random);
        return new TlsWriter().write(new MlsMessage.OfGroupInfo(groupInfo)).toByteArray();
    }
}
