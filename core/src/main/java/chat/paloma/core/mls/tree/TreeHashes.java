package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.mls.crypto.MlsCrypto;
import org.jspecify.annotations.Nullable;

/** The inputs of the tree hash and of the parent hash (RFC 9420 sections 7.8 and 7.9). */
final class TreeHashes {
    static final int LEAF_TYPE = 1;
    static final int PARENT_TYPE = 2;

    private TreeHashes() {}

    /** The tree hash of a leaf, blank when {@code leaf} is null. */
    static ByteString leaf(MlsCrypto crypto, LeafIndex index, @Nullable LeafNode leaf) {
        TlsWriter out = new TlsWriter().writeUint8(LEAF_TYPE).write(index);
        writeOptional(out, leaf);
        return crypto.hash(out.toByteArray());
    }

    /** The tree hash of a parent node, blank when {@code node} is null. */
    static ByteString parent(MlsCrypto crypto, @Nullable ParentNode node, ByteString left, ByteString right) {
        TlsWriter out = new TlsWriter().writeUint8(PARENT_TYPE);
        writeOptional(out, node);
        return crypto.hash(out.write(left).write(right).toByteArray());
    }

    /** The parent hash of a parent node with its copath child's original tree hash. */
    static ByteString parentHash(
            MlsCrypto crypto, HpkePublicKey encryptionKey, ByteString parentHash, ByteString originalSiblingTreeHash) {
        return crypto.hash(new TlsWriter()
                .write(encryptionKey)
                .write(parentHash)
                .write(originalSiblingTreeHash)
                .toByteArray());
    }

    private static void writeOptional(TlsWriter out, @Nullable TreeNode node) {
        out.writeUint8(node == null ? 0 : 1);
        if (node != null) {
            out.write(node);
        }
    }
}
