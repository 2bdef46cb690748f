package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.crypto.MlsCrypto;

/** What a leaf says, before it is signed (RFC 9420 section 7.2). */
public record LeafNodeContent(
        HpkePublicKey encryptionKey,
        SignaturePublicKey signatureKey,
        Credential credential,
        Capabilities capabilities,
        LeafNodeSource source,
        ExtensionList extensions)
        implements TlsEncodable {
    private static final String SIGNATURE_LABEL = "LeafNodeTBS";

    /** The same with another key and another source, as every change of a leaf needs them. */
    public LeafNodeContent renewed(HpkePublicKey newEncryptionKey, LeafNodeSource newSource) {
        return new LeafNodeContent(newEncryptionKey, signatureKey, credential, capabilities, newSource, extensions);
    }

    /**
     * Signs.
     *
     * @param context the place in the group; a leaf for a key package has none yet, and its signature doesn't cover it
     * @throws CryptoException when the private key is not one of the suite
     */
    public LeafNode sign(MlsCrypto crypto, SignaturePrivateKey privateKey, LeafNodeContext context, RandomSource random)
            throws CryptoException {
        return new LeafNode(this, crypto.signWithLabel(privateKey, SIGNATURE_LABEL, toBeSigned(context), random));
    }

    /**
     * Signs a leaf for a key package, which stands in no group yet.
     *
     * @throws IllegalStateException when the source is another
     * @throws CryptoException when the private key is not one of the suite
     */
    public LeafNode signForKeyPackage(MlsCrypto crypto, SignaturePrivateKey privateKey, RandomSource random)
            throws CryptoException {
        if (!(source instanceof LeafNodeSource.KeyPackage)) {
            throw new IllegalStateException("a leaf for a group is signed in its place");
        }
        return new LeafNode(this, crypto.signWithLabel(privateKey, SIGNATURE_LABEL, encoded(), random));
    }

    boolean verifies(MlsCrypto crypto, byte[] toBeSigned, ByteString signature) {
        return crypto.verifyWithLabel(signatureKey, SIGNATURE_LABEL, toBeSigned, signature);
    }

    /** LeafNodeTBS, which names the place except where a leaf comes from a key package. */
    byte[] toBeSigned(LeafNodeContext context) {
        TlsWriter out = new TlsWriter().write(this);
        if (!(source instanceof LeafNodeSource.KeyPackage)) {
            out.write(context.groupId()).write(context.index());
        }
        return out.toByteArray();
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(encryptionKey)
                .write(signatureKey)
                .write(credential)
                .write(capabilities)
                .write(source)
                .write(extensions);
    }

    static LeafNodeContent decode(TlsReader in) throws DecodeException {
        return new LeafNodeContent(
                HpkePublicKey.decode(in),
                SignaturePublicKey.decode(in),
                Credential.decode(in),
                Capabilities.decode(in),
                LeafNodeSource.decode(in),
                ExtensionList.decode(in, ExtensionList.MAX_SMALL_DATA));
    }
}
