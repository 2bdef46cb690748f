package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What only all nodes together show (RFC 9420 sections 7.3 and 12.4.3.1). Keys are sorted rather than hashed, so that
 * nobody can choose keys that make it slow.
 */
final class MemberRules {
    private MemberRules() {}

    private record KeyAt(ByteString key, NodeIndex index) {}

    static void check(Subtree root) throws MlsException {
        List<KeyAt> encryptionKeys = new ArrayList<>();
        List<KeyAt> signatureKeys = new ArrayList<>();
        List<LeafNode> leaves = new ArrayList<>();
        root.forEachNode(subtree -> {
            TreeNode node = subtree.node();
            if (node != null) {
                encryptionKeys.add(new KeyAt(node.encryptionKey().bytes(), subtree.index()));
            }
            if (node instanceof LeafNode leaf) {
                signatureKeys.add(new KeyAt(leaf.signatureKey().bytes(), subtree.index()));
                leaves.add(leaf);
            }
        });
        requireUnique(signatureKeys, ValidationRule.LEAF_UNIQUE_SIGNATURE_KEY);
        requireUnique(encryptionKeys, ValidationRule.LEAF_UNIQUE_ENCRYPTION_KEY);
        requireCommonCredentials(leaves);
    }

    private static void requireUnique(List<KeyAt> keys, ValidationRule ruleBetweenLeaves) throws MlsException {
        keys.sort(Comparator.comparing(KeyAt::key));
        for (int i = 1; i < keys.size(); i++) {
            NodeIndex one = keys.get(i - 1).index();
            NodeIndex other = keys.get(i).index();
            if (keys.get(i - 1).key().equals(keys.get(i).key())) {
                boolean leaves = one.isLeaf() && other.isLeaf();
                throw new MlsException(
                        leaves ? ruleBetweenLeaves : ValidationRule.TREE_UNIQUE_KEYS, one + " and " + other);
            }
        }
    }

    private static void requireCommonCredentials(List<LeafNode> leaves) throws MlsException {
        Set<CredentialType> used = new HashSet<>();
        leaves.forEach(leaf -> used.add(leaf.credential().type()));
        if (used.size() > Capabilities.MAX_ENTRIES) {
            throw new MlsException(ValidationRule.LEAF_CREDENTIAL_TYPES, used.size() + " types in use");
        }
        for (LeafNode leaf : leaves) {
            if (!leaf.capabilities().credentials().containsAll(used)) {
                throw new MlsException(ValidationRule.LEAF_CREDENTIAL_TYPES, "a member lacks a type that is in use");
            }
        }
    }
}
