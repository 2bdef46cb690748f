package chat.paloma.core.mls.treekem;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.HpkeCiphertext;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeContext;
import chat.paloma.core.mls.tree.LeafNodeRules;
import chat.paloma.core.mls.tree.LeafNodeSource;
import chat.paloma.core.mls.tree.NodeIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.TreeMath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Somebody's update path, verified as far as everybody can see and merged into the tree (RFC 9420 sections 7.5, 7.9.2
 * and 12.4.2). A member opens it with its own keys; somebody outside the group takes the tree and is done.
 */
public final class MergedPath {
    private final LeafIndex committer;
    private final RatchetTree tree;
    private final UpdatePath path;
    private final List<NodeIndex> nodes;
    private final List<List<NodeIndex>> recipients;

    private MergedPath(
            LeafIndex committer,
            RatchetTree tree,
            UpdatePath path,
            List<NodeIndex> nodes,
            List<List<NodeIndex>> recipients) {
        this.committer = committer;
        this.tree = tree;
        this.path = path;
        this.nodes = nodes;
        this.recipients = recipients;
    }

    /** What a member has of it: its keys of the new epoch, and what the Commit adds to the key schedule. */
    public record Opened(TreePrivateKeys privateKeys, SecretBytes commitSecret) {}

    /**
     * Verifies and merges.
     *
     * @param tree with the Commit's proposals applied; for an external Commit, with room for the committer
     * @param place of the committer
     * @param newLeaves members that this Commit adds
     * @throws MlsException with the rule that is broken
     */
    public static MergedPath merge(
            RatchetTree tree, LeafNodeContext place, UpdatePath path, LeafNodeRules rules, Set<LeafIndex> newLeaves)
            throws MlsException {
        LeafIndex committer = place.index();
        require(committer.value() < tree.width(), ValidationRule.TREE_LEAF_INDEX, committer + " is outside the tree");
        List<NodeIndex> nodes = tree.filteredDirectPath(committer);
        require(
                path.nodes().size() == nodes.size(),
                ValidationRule.PATH_LENGTH,
                path.nodes().size() + " nodes for a path of " + nodes.size());
        List<List<NodeIndex>> recipients = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            List<NodeIndex> expected = NewPath.recipients(tree, nodes.get(i), committer, newLeaves);
            int ciphertexts = path.nodes().get(i).encryptedPathSecrets().size();
            require(
                    ciphertexts == expected.size(),
                    ValidationRule.PATH_CIPHERTEXTS,
                    ciphertexts + " ciphertexts for " + expected.size() + " recipients at " + nodes.get(i));
            recipients.add(expected);
        }
        checkFreshKeys(tree, path);
        rules.checkCommitLeaf(path.leafNode(), tree.leaf(committer), place);
        checkPublicKeys(tree, path);
        RatchetTree merged = tree.withPath(
                committer,
                path.nodes().stream().map(UpdatePathNode::encryptionKey).toList(),
                parentHash -> requireParentHash(path.leafNode(), parentHash));
        merged.checkMembers();
        return new MergedPath(committer, merged, path, nodes, recipients);
    }

    private static void checkFreshKeys(RatchetTree tree, UpdatePath path) throws MlsException {
        SortedSet<ByteString> keys = new TreeSet<>();
        keys.add(path.leafNode().encryptionKey().bytes());
        path.nodes().forEach(node -> keys.add(node.encryptionKey().bytes()));
        require(
                keys.size() == path.nodes().size() + 1 && !tree.containsAny(keys),
                ValidationRule.PATH_FRESH_KEYS,
                "a key of the path is in use");
    }

    private static void checkPublicKeys(RatchetTree tree, UpdatePath path) throws MlsException {
        for (UpdatePathNode node : path.nodes()) {
            require(
                    tree.crypto().isHpkePublicKey(node.encryptionKey()),
                    ValidationRule.VALID_PUBLIC_KEY,
                    "nothing can be encrypted to a key of the path");
        }
    }

    private static LeafNode requireParentHash(LeafNode leaf, ByteString expected) throws MlsException {
        require(
                leaf.source() instanceof LeafNodeSource.Commit commit
                        && commit.parentHash().equals(expected),
                ValidationRule.PATH_PARENT_HASH,
                "the leaf has another parent hash");
        return leaf;
    }

    /** The tree with the path in it. */
    public RatchetTree tree() {
        return tree;
    }

    /**
     * Decrypts the path secret and derives the keys of a member.
     *
     * @param keys of the member, with its new leaf key when the Commit has its own Update; they stay as they are
     * @param groupContext the provisional one, encoded
     * @throws MlsException PATH_DECRYPTION or PATH_PUBLIC_KEYS
     * @throws IllegalArgumentException when the keys are the committer's own or those of nobody in the tree
     */
    public Opened open(TreePrivateKeys keys, byte[] groupContext) throws MlsException {
        LeafIndex me = keys.owner();
        int at = nodes.indexOf(TreeMath.commonAncestor(committer, me));
        if (at < 0 || tree.leaf(me).isEmpty()) {
            throw new IllegalArgumentException(me + " is no recipient");
        }
        SecretBytes pathSecret = decrypt(at, keys, groupContext);
        PathSecrets derived = derive(pathSecret, nodes.size() - at);
        derived.erasePathSecrets();
        Map<NodeIndex, HpkePrivateKey> above = new TreeMap<>();
        for (int i = at; i < nodes.size(); i++) {
            HpkePublicKey expected = path.nodes().get(i).encryptionKey();
            if (!derived.keyPairs().get(i - at).publicKey().equals(expected)) {
                derived.erase();
                throw new MlsException(ValidationRule.PATH_PUBLIC_KEYS, "another key at " + nodes.get(i));
            }
            above.put(nodes.get(i), derived.keyPairs().get(i - at).privateKey());
        }
        NodeIndex untouched = RatchetTree.copathChild(nodes.get(at), committer);
        return new Opened(keys.within(tree).below(untouched, above), derived.commitSecret());
    }

    private SecretBytes decrypt(int at, TreePrivateKeys keys, byte[] groupContext) throws MlsException {
        List<NodeIndex> candidates = recipients.get(at);
        for (int i = 0; i < candidates.size(); i++) {
            NodeIndex candidate = candidates.get(i);
            if (keys.key(candidate).isPresent()) {
                HpkeCiphertext ciphertext =
                        path.nodes().get(at).encryptedPathSecrets().get(i);
                return decrypt(keys.key(candidate).get(), groupContext, ciphertext);
            }
        }
        throw new MlsException(ValidationRule.PATH_DECRYPTION, "no key of " + keys.owner() + " was encrypted to");
    }

    private SecretBytes decrypt(HpkePrivateKey key, byte[] groupContext, HpkeCiphertext ciphertext)
            throws MlsException {
        try {
            SecretBytes pathSecret =
                    tree.crypto().decryptWithLabel(key, NewPath.ENCRYPTION_LABEL, groupContext, ciphertext);
            if (pathSecret.length() == tree.crypto().hashLength()) {
                return pathSecret;
            }
            pathSecret.erase();
            throw new MlsException(ValidationRule.PATH_DECRYPTION, "a path secret of the wrong length");
        } catch (CryptoException e) {
            throw new MlsException(ValidationRule.PATH_DECRYPTION, String.valueOf(e.getMessage()));
        }
    }

    private PathSecrets derive(SecretBytes pathSecret, int count) throws MlsException {
        try {
            return PathSecrets.derive(tree.crypto(), pathSecret, count);
        } catch (CryptoException e) {
            throw new MlsException(ValidationRule.PATH_PUBLIC_KEYS, String.valueOf(e.getMessage()));
        }
    }

    private static void require(boolean holds, ValidationRule rule, String detail) throws MlsException {
        if (!holds) {
            throw new MlsException(rule, detail);
        }
    }
}
