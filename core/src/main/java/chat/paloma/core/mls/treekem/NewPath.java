package chat.paloma.core.mls.treekem;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.HpkeCiphertext;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeContent;
import chat.paloma.core.mls.tree.LeafNodeContext;
import chat.paloma.core.mls.tree.LeafNodeSource;
import chat.paloma.core.mls.tree.NodeIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.TreeMath;
import chat.paloma.core.mls.tree.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fresh keys that a committer made for its leaf and the nodes above (RFC 9420 sections 7.4 and 7.5).
 *
 * <p>It is made in two steps, because what encrypts the path secrets binds the tree hash of the tree with the new keys:
 * {@link #generate}, then {@link #encrypt} under the provisional group context. {@link #erasePathSecrets} when the
 * update path is encrypted and the Welcome made; {@link #erase} when the Commit is given up.
 */
public final class NewPath {
    /** The label under which path secrets are encrypted (RFC 9420 section 7.6). */
    static final String ENCRYPTION_LABEL = "UpdatePathNode";

    private final LeafIndex committer;
    private final RatchetTree tree;
    private final List<NodeIndex> nodes;
    private final PathSecrets path;
    private final HpkePrivateKey leafKey;

    private NewPath(
            LeafIndex committer, RatchetTree tree, List<NodeIndex> nodes, PathSecrets path, HpkePrivateKey leafKey) {
        this.committer = committer;
        this.tree = tree;
        this.nodes = nodes;
        this.path = path;
        this.leafKey = leafKey;
    }

    /**
     * Makes the keys and the tree that holds them.
     *
     * @param tree with the Commit's proposals applied
     * @param leaf of the committer, which gets a fresh encryption key and the parent hash, and is signed in its place
     * @throws CryptoException when the signature key is not one of the suite
     */
    public static NewPath generate(
            RatchetTree tree,
            LeafNodeContext place,
            LeafNodeContent leaf,
            SignaturePrivateKey signatureKey,
            RandomSource random)
            throws CryptoException {
        MlsCrypto crypto = tree.crypto();
        LeafIndex committer = place.index();
        List<NodeIndex> nodes = tree.filteredDirectPath(committer);
        PathSecrets path = PathSecrets.derive(crypto, crypto.randomSecret(random), nodes.size());
        HpkeKeyPair leafKeys = crypto.generateHpkeKeyPair(random);
        List<HpkePublicKey> publicKeys =
                path.keyPairs().stream().map(HpkeKeyPair::publicKey).toList();
        try {
            RatchetTree updated = tree.withPath(committer, publicKeys, parentHash -> {
                LeafNodeContent content = leaf.renewed(leafKeys.publicKey(), new LeafNodeSource.Commit(parentHash));
                return content.sign(crypto, signatureKey, place, random);
            });
            return new NewPath(committer, updated, nodes, path, leafKeys.privateKey());
        } catch (CryptoException e) {
            path.erase();
            leafKeys.privateKey().erase();
            throw e;
        }
    }

    /** The tree with the new keys. */
    public RatchetTree tree() {
        return tree;
    }

    /** The committer's leaf in that tree. */
    public LeafNode leafNode() {
        return tree.leaf(committer).orElseThrow();
    }

    /** What the Commit adds to the key schedule (RFC 9420 section 12.4.1). It belongs to the caller. */
    public SecretBytes commitSecret() {
        return path.commitSecret();
    }

    /** The committer's keys from now on: all the others it had are replaced. */
    public TreePrivateKeys privateKeys() {
        SortedMap<NodeIndex, HpkePrivateKey> keys = new TreeMap<>();
        keys.put(committer.node(), leafKey);
        for (int i = 0; i < nodes.size(); i++) {
            keys.put(nodes.get(i), path.keyPairs().get(i).privateKey());
        }
        return new TreePrivateKeys(committer, keys);
    }

    /**
     * Encrypts the path secrets to the group.
     *
     * @param groupContext the provisional one, encoded
     * @param newLeaves members that this Commit adds, who get their path secret in the Welcome
     * @throws MlsException VALID_PUBLIC_KEY when a member has a key that nothing can be encrypted to
     */
    public UpdatePath encrypt(byte[] groupContext, Set<LeafIndex> newLeaves, RandomSource random) throws MlsException {
        Hpke.HashedInfo info = tree.crypto().encryptionInfo(ENCRYPTION_LABEL, groupContext);
        List<UpdatePathNode> encrypted = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            List<HpkeCiphertext> ciphertexts = new ArrayList<>();
            for (NodeIndex recipient : recipients(tree, nodes.get(i), committer, newLeaves)) {
                ciphertexts.add(encryptTo(recipient, info, path.secret(i), random));
            }
            encrypted.add(new UpdatePathNode(path.keyPairs().get(i).publicKey(), ciphertexts));
        }
        return new UpdatePath(leafNode(), encrypted);
    }

    /** The resolution of a path node's child on the copath, without new leaves (RFC 9420 section 7.5). */
    static List<NodeIndex> recipients(
            RatchetTree tree, NodeIndex pathNode, LeafIndex committer, Set<LeafIndex> newLeaves) {
        List<NodeIndex> resolution = tree.resolution(RatchetTree.copathChild(pathNode, committer));
        resolution.removeIf(node -> node.isLeaf() && newLeaves.contains(node.leaf()));
        return resolution;
    }

    private HpkeCiphertext encryptTo(
            NodeIndex recipient, Hpke.HashedInfo info, SecretBytes pathSecret, RandomSource random)
            throws MlsException {
        TreeNode node = tree.node(recipient)
                .orElseThrow(() -> new MlsException(ValidationRule.TREE_UNMERGED_LEAF, recipient + " is blank"));
        try {
            return tree.crypto().encrypt(node.encryptionKey(), info, pathSecret, random);
        } catch (CryptoException e) {
            throw new MlsException(ValidationRule.VALID_PUBLIC_KEY, "nothing can be encrypted to " + recipient);
        }
    }

    /**
     * What a new member's Welcome carries: a copy of the path secret of its common ancestor with the committer.
     *
     * @throws IllegalArgumentException for a leaf that is not in the tree, or the committer's own
     */
    public SecretBytes pathSecretFor(LeafIndex newMember) {
        int at = nodes.indexOf(TreeMath.commonAncestor(committer, newMember));
        if (at < 0 || tree.leaf(newMember).isEmpty()) {
            throw new IllegalArgumentException(newMember + " is no other member");
        }
        return path.secret(at).copy();
    }

    /** Overwrites the path secrets. The private keys and the commit secret stay, and belong to the next epoch. */
    public void erasePathSecrets() {
        path.erasePathSecrets();
    }

    /** Overwrites everything, when the Commit is given up. */
    public void erase() {
        path.erase();
        leafKey.erase();
    }
}
