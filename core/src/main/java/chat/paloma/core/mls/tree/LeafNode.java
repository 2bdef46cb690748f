package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.crypto.MlsCrypto;

/**
 * A member as the tree shows it (RFC 9420 section 7.2): its keys, its credential and what it can do, signed by itself.
 *
 * <p>That one exists says nothing about its signature: see {@link LeafNodeRules}.
 */
public record LeafNode(LeafNodeContent content, ByteString signature) implements TreeNode {
    /** The longest signature that is read, in bytes: no suite has one as long. */
    public static final int MAX_SIGNATURE = 8192;

    public LeafNode {
        if (signature.length() > MAX_SIGNATURE) {
            throw new IllegalArgumentException("a signature of " + signature.length() + " bytes");
        }
    }

    @Override
    public HpkePublicKey encryptionKey() {
        return content.encryptionKey();
    }

    public SignaturePublicKey signatureKey() {
        return content.signatureKey();
    }

    public Credential credential() {
        return content.credential();
    }

    public Capabilities capabilities() {
        return content.capabilities();
    }

    public LeafNodeSource source() {
        return content.source();
    }

    public ExtensionList extensions() {
        return content.extensions();
    }

    /** Whether the signature is this leaf's own in this place; one from a key package is good in every place. */
    public boolean verifySignature(MlsCrypto crypto, LeafNodeContext context) {
        return content.verifies(crypto, content.toBeSigned(context), signature);
    }

    /** Whether this is a leaf for a key package and the signature its own. */
    public boolean verifyKeyPackageSignature(MlsCrypto crypto) {
        return source() instanceof LeafNodeSource.KeyPackage && content.verifies(crypto, content.encoded(), signature);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(content).write(signature);
    }

    public static LeafNode decode(TlsReader in) throws DecodeException {
        return new LeafNode(LeafNodeContent.decode(in), ByteString.decode(in, MAX_SIGNATURE));
    }
}
