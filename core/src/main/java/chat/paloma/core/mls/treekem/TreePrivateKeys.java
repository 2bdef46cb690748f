package chat.paloma.core.mls.treekem;

import static chat.paloma.core.codec.DecodeException.Reason.INVALID_VALUE;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.NodeIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.TreeMath;
import chat.paloma.core.mls.tree.TreeNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The private keys that one member has: its leaf's, and those of nodes above it (RFC 9420 section 4.2).
 *
 * <p>An epoch has its own, and shares the keys that didn't change with the epoch before. When an epoch is over, or a
 * pending one is given up, {@link #eraseKeysMissingFrom} overwrites what the other doesn't need.
 */
public final class TreePrivateKeys implements TlsEncodable {
    /** The longest private key that is read, in bytes: no suite has one as long. */
    private static final int MAX_KEY = 256;

    private final LeafIndex owner;
    private final SortedMap<NodeIndex, HpkePrivateKey> keys;

    TreePrivateKeys(LeafIndex owner, SortedMap<NodeIndex, HpkePrivateKey> keys) {
        this.owner = owner;
        this.keys = keys;
    }

    /** What a member has at first: the key of its leaf. */
    public static TreePrivateKeys ofLeaf(LeafIndex owner, HpkePrivateKey leafKey) {
        SortedMap<NodeIndex, HpkePrivateKey> keys = new TreeMap<>();
        keys.put(owner.node(), leafKey);
        return new TreePrivateKeys(owner, keys);
    }

    /** The member that has these keys. */
    public LeafIndex owner() {
        return owner;
    }

    /** The private key of a node, when the member has it. */
    public Optional<HpkePrivateKey> key(NodeIndex node) {
        return Optional.ofNullable(keys.get(node));
    }

    /**
     * The keys of a joiner whose Welcome brought a path secret (RFC 9420 section 12.4.3.1): those of the nodes from the
     * common ancestor with the committer upwards.
     *
     * @param pathSecret of that common ancestor; it is erased
     * @throws MlsException WELCOME_PATH_SECRET when the keys are not those of the tree
     */
    public TreePrivateKeys withPathSecret(RatchetTree tree, LeafIndex committer, SecretBytes pathSecret)
            throws MlsException {
        NodeIndex ancestor = TreeMath.commonAncestor(owner, committer);
        List<NodeIndex> nodes = TreeMath.directPath(owner, tree.width()).stream()
                .filter(node ->
                        node.level() >= ancestor.level() && tree.node(node).isPresent())
                .toList();
        boolean there = !nodes.isEmpty() && nodes.getFirst().equals(ancestor);
        if (!there || pathSecret.length() != tree.crypto().hashLength()) {
            pathSecret.erase();
            throw new MlsException(
                    ValidationRule.WELCOME_PATH_SECRET,
                    there ? "a path secret of the wrong length" : ancestor + " is blank");
        }
        PathSecrets path = derive(tree.crypto(), pathSecret, nodes.size());
        path.erasePathSecrets();
        path.commitSecret().erase();
        SortedMap<NodeIndex, HpkePrivateKey> joined = new TreeMap<>(keys);
        for (int i = 0; i < nodes.size(); i++) {
            NodeIndex node = nodes.get(i);
            TreeNode inTree = tree.node(node).orElseThrow();
            if (!path.keyPairs().get(i).publicKey().equals(inTree.encryptionKey())) {
                path.erase();
                throw new MlsException(ValidationRule.WELCOME_PATH_SECRET, "another key at " + node);
            }
            joined.put(node, path.keyPairs().get(i).privateKey());
        }
        return new TreePrivateKeys(owner, joined);
    }

    private static PathSecrets derive(MlsCrypto crypto, SecretBytes pathSecret, int nodes) throws MlsException {
        try {
            return PathSecrets.derive(crypto, pathSecret, nodes);
        } catch (CryptoException e) {
            throw new MlsException(ValidationRule.WELCOME_PATH_SECRET, String.valueOf(e.getMessage()));
        }
    }

    /** The same with another key of the own leaf, after an Update proposal of this member was committed. */
    public TreePrivateKeys withLeafKey(HpkePrivateKey leafKey) {
        SortedMap<NodeIndex, HpkePrivateKey> changed = new TreeMap<>(keys);
        changed.put(owner.node(), leafKey);
        return new TreePrivateKeys(owner, changed);
    }

    /** Those of the keys whose nodes are not blank in {@code tree}: what proposals leave of them. */
    public TreePrivateKeys within(RatchetTree tree) {
        SortedMap<NodeIndex, HpkePrivateKey> left = new TreeMap<>(keys);
        left.keySet().removeIf(node -> tree.node(node).isEmpty());
        return new TreePrivateKeys(owner, left);
    }

    /** Those below {@code subtree}, which a path beside it leaves alone, and more on top. */
    TreePrivateKeys below(NodeIndex subtree, Map<NodeIndex, HpkePrivateKey> above) {
        SortedMap<NodeIndex, HpkePrivateKey> changed = new TreeMap<>(keys);
        changed.keySet().removeIf(node -> !TreeMath.isWithin(node, subtree));
        changed.putAll(above);
        return new TreePrivateKeys(owner, changed);
    }

    /**
     * Whether every key belongs to a node of the tree and fits its public key. It derives each public key: for state
     * that comes from a disk, not for every message.
     */
    public boolean fit(RatchetTree tree) {
        return keys.containsKey(owner.node())
                && keys.entrySet().stream().allMatch(entry -> fits(tree, entry.getKey(), entry.getValue()));
    }

    private static boolean fits(RatchetTree tree, NodeIndex node, HpkePrivateKey key) {
        Optional<TreeNode> inTree = tree.node(node);
        try {
            return inTree.isPresent()
                    && tree.crypto().hpkePublicKey(key).equals(inTree.get().encryptionKey());
        } catch (CryptoException e) {
            return false;
        }
    }

    /** Overwrites every key that {@code other} does not share. These keys must not be used afterwards. */
    public void eraseKeysMissingFrom(TreePrivateKeys other) {
        keys.forEach((node, key) -> {
            if (other.keys.get(node) != key) {
                key.erase();
            }
        });
    }

    /** Overwrites all keys, when the member leaves the group. */
    public void erase() {
        keys.values().forEach(HpkePrivateKey::erase);
    }

    /** Encodes the keys in the clear, for a state that is encrypted as a whole. */
    @Override
    public void encode(TlsWriter out) {
        out.write(owner)
                .writeVector(content -> keys.forEach((node, key) -> content.writeUint32(node.value())
                        .writeOpaque(key.secret().dangerouslyExpose())));
    }

    /** Reads what {@link #encode} wrote; {@link #fit} says whether it belongs to a tree. */
    public static TreePrivateKeys decode(TlsReader in) throws DecodeException {
        LeafIndex owner = LeafIndex.decode(in);
        SortedMap<NodeIndex, HpkePrivateKey> keys = new TreeMap<>();
        TlsReader content = in.readWindow();
        while (content.remaining() > 0) {
            long node = content.readUint32();
            SecretBytes key = SecretBytes.adopt(content.readOpaque(MAX_KEY));
            if (node >= TreeMath.MAX_NODES
                    || !TreeMath.isWithin(owner.node(), new NodeIndex((int) node))
                    || keys.put(new NodeIndex((int) node), new HpkePrivateKey(key)) != null) {
                throw new DecodeException(INVALID_VALUE, "a private key for node " + node);
            }
        }
        return new TreePrivateKeys(owner, keys);
    }

    @Override
    public String toString() {
        return "TreePrivateKeys[" + owner + ", " + keys.size() + " keys]";
    }
}
