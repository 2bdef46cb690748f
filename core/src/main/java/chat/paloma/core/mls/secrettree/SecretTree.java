package chat.paloma.core.mls.secrettree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.tree.TreeMath;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The secrets of one epoch's messages (RFC 9420 section 9), derived as far as they were needed and no further.
 *
 * <p>Nodes are numbered as in a heap: 1 is the root, {@code 2n} and {@code 2n + 1} are the children of {@code n}, and
 * leaf {@code i} of a tree with {@code w} leaves is {@code w + i}. Invariant: of every leaf's two ratchets exactly one
 * of these exists: the ratchet itself, or one secret on the path from its leaf to the root. So a used key leaves nothing
 * behind from which it could be derived again (section 9.2).
 *
 * <p>Mutable, with one owner, single-threaded.
 */
public final class SecretTree {
    private static final int MAX_SECRET = 64;
    private static final byte[] LEFT = ByteString.utf8("left").toByteArray();
    private static final byte[] RIGHT = ByteString.utf8("right").toByteArray();

    private final MlsCrypto crypto;
    private final int width;
    private final TreeMap<Integer, SecretBytes> nodes = new TreeMap<>();
    private final TreeMap<Integer, HashRatchet> handshake = new TreeMap<>();
    private final TreeMap<Integer, HashRatchet> application = new TreeMap<>();

    /**
     * @param encryptionSecret is given up to the tree, which erases it
     * @param leafCount of the ratchet tree, from 1 to {@link MlsLimits#MAX_LEAVES}; rounded up to a power of two
     */
    public SecretTree(MlsCrypto crypto, SecretBytes encryptionSecret, int leafCount) {
        this(crypto, widthFor(leafCount));
        nodes.put(1, encryptionSecret);
    }

    private SecretTree(MlsCrypto crypto, int width) {
        this.crypto = crypto;
        this.width = width;
    }

    private static int widthFor(int leafCount) {
        if (leafCount < 1 || leafCount > TreeMath.MAX_LEAVES) {
            throw new IllegalArgumentException("a tree of " + leafCount + " leaves");
        }
        int width = 1;
        while (width < leafCount) {
            width *= 2;
        }
        return width;
    }

    /** The next key of a member's own ratchet, which from here on exists only with the caller. */
    public RatchetKey nextKey(int leaf, RatchetKind kind) throws MlsException {
        return ratchet(leaf, kind).advance(crypto);
    }

    /** How many keys of this ratchet are already used or jumped over. */
    public long nextGeneration(int leaf, RatchetKind kind) {
        return ratchet(leaf, kind).nextGeneration();
    }

    /**
     * The key that a received message names. The ratchet stays where it is until the message proved authentic: every
     * member can encrypt in the name of every other, and only the signature tells.
     *
     * @throws MlsException when the key is used or no longer kept, or lies too far ahead
     */
    public Candidate candidate(int leaf, RatchetKind kind, long generation) throws MlsException {
        HashRatchet known = ratchets(kind).get(checked(leaf));
        if (known != null) {
            return new Candidate(known.peek(crypto, generation), () -> {});
        }
        HashRatchet provisional = new HashRatchet(deriveRatchetSecret(leaf, kind));
        return new Candidate(provisional.peek(crypto, generation), () -> {
            ratchet(leaf, kind).erase();
            ratchets(kind).put(leaf, provisional);
        });
    }

    private int checked(int leaf) {
        if (leaf < 0 || leaf >= width) {
            throw new IllegalArgumentException("leaf " + leaf + " of " + width);
        }
        return leaf;
    }

    /** A received message's key. Consume it when the message is authentic, discard it when not; then it is gone. */
    public static final class Candidate {
        private final HashRatchet.Peek peek;
        private final Runnable install;

        private Candidate(HashRatchet.Peek peek, Runnable install) {
            this.peek = peek;
            this.install = install;
        }

        public RatchetKey key() {
            return peek.key();
        }

        /** Erases the key and moves the ratchet behind it. */
        public void consume() {
            install.run();
            peek.consume();
        }

        /** Leaves the ratchet as it was. */
        public void discard() {
            peek.discard();
        }
    }

    private HashRatchet ratchet(int leaf, RatchetKind kind) {
        Map<Integer, HashRatchet> ratchets = ratchets(kind);
        HashRatchet known = ratchets.get(checked(leaf));
        if (known != null) {
            return known;
        }
        SecretBytes secret = takeLeafSecret(leaf);
        int length = crypto.hashLength();
        for (RatchetKind each : RatchetKind.values()) {
            ratchets(each)
                    .put(leaf, new HashRatchet(crypto.expandWithLabel(secret, each.label(), new byte[0], length)));
        }
        secret.erase();
        HashRatchet made = ratchets.get(leaf);
        if (made == null) {
            throw new IllegalStateException("a ratchet without a kind");
        }
        return made;
    }

    private NavigableMap<Integer, HashRatchet> ratchets(RatchetKind kind) {
        return kind == RatchetKind.HANDSHAKE ? handshake : application;
    }

    /** What a ratchet that does not exist yet would begin with; the tree stays as it is. */
    private SecretBytes deriveRatchetSecret(int leaf, RatchetKind kind) {
        SecretTree copy = new SecretTree(crypto, width);
        int known = lowestKnown(leaf);
        SecretBytes above = nodes.get(known);
        if (above == null) {
            throw new IllegalStateException("the secret of leaf " + leaf + " is gone");
        }
        copy.nodes.put(known, above.copy());
        SecretBytes leafSecret = copy.takeLeafSecret(leaf);
        SecretBytes secret = crypto.expandWithLabel(leafSecret, kind.label(), new byte[0], crypto.hashLength());
        leafSecret.erase();
        copy.erase();
        return secret;
    }

    /** The lowest node at or above a leaf whose secret is there; 0 when there is none. */
    private int lowestKnown(int leaf) {
        int known = width + leaf;
        while (known > 0 && !nodes.containsKey(known)) {
            known /= 2;
        }
        return known;
    }

    /** Derives down from the lowest known secret above the leaf, and erases what was passed through. */
    private SecretBytes takeLeafSecret(int leaf) {
        int target = width + leaf;
        int known = lowestKnown(leaf);
        SecretBytes secret = nodes.remove(known);
        if (secret == null) {
            throw new IllegalStateException("the secret of leaf " + leaf + " is gone");
        }
        int length = crypto.hashLength();
        for (int level = levelsBetween(known, target) - 1; level >= 0; level--) {
            int next = target >> level;
            nodes.put(next ^ 1, crypto.expandWithLabel(secret, "tree", (next & 1) == 0 ? RIGHT : LEFT, length));
            SecretBytes child = crypto.expandWithLabel(secret, "tree", (next & 1) == 0 ? LEFT : RIGHT, length);
            secret.erase();
            secret = child;
        }
        return secret;
    }

    private static int levelsBetween(int ancestor, int descendant) {
        int levels = 0;
        for (int at = descendant; at > ancestor; at /= 2) {
            levels++;
        }
        return levels;
    }

    /** Overwrites every secret. */
    public void erase() {
        nodes.values().forEach(SecretBytes::erase);
        nodes.clear();
        for (RatchetKind kind : RatchetKind.values()) {
            ratchets(kind).values().forEach(HashRatchet::erase);
            ratchets(kind).clear();
        }
    }

    /** Writes everything secret that is left, to be stored under the caller's protection. */
    public void encodeState(TlsWriter out) {
        out.writeUint32(width);
        out.writeVector(inner ->
                nodes.forEach((index, secret) -> inner.writeUint32(index).writeOpaque(secret.dangerouslyExpose())));
        for (RatchetKind kind : RatchetKind.values()) {
            out.writeVector(inner -> ratchets(kind).forEach((leaf, ratchet) -> {
                inner.writeUint32(leaf);
                ratchet.encodeState(inner);
            }));
        }
    }

    public static SecretTree decodeState(MlsCrypto crypto, TlsReader in) throws DecodeException {
        long width = in.readUint32();
        if (width < 1 || width > TreeMath.MAX_LEAVES || (width & (width - 1)) != 0) {
            throw new DecodeException(Reason.INVALID_VALUE, "a tree of " + width + " leaves");
        }
        SecretTree tree = new SecretTree(crypto, (int) width);
        TlsReader nodes = in.readWindow();
        while (nodes.remaining() > 0) {
            int index = increasing(nodes.readUint32(), tree.nodes, 2 * width);
            tree.nodes.put(index, SecretBytes.adopt(nodes.readOpaque(MAX_SECRET)));
        }
        for (RatchetKind kind : RatchetKind.values()) {
            TlsReader ratchets = in.readWindow();
            while (ratchets.remaining() > 0) {
                int leaf = increasing(ratchets.readUint32(), tree.ratchets(kind), width);
                tree.ratchets(kind).put(leaf, HashRatchet.decodeState(ratchets));
            }
        }
        return tree;
    }

    private static int increasing(long index, NavigableMap<Integer, ?> before, long bound) throws DecodeException {
        if (index >= bound || (!before.isEmpty() && before.lastKey() >= index)) {
            throw new DecodeException(Reason.INVALID_VALUE, "tree entries out of order");
        }
        return (int) index;
    }
}
