package chat.paloma.core.mls.keypackage;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafNode;

/** What a key package says, before it is signed: {@code KeyPackageTBS} (RFC 9420 section 10). */
public record KeyPackageContent(
        ProtocolVersion version,
        CipherSuiteId cipherSuite,
        HpkePublicKey initKey,
        LeafNode leafNode,
        ExtensionList extensions)
        implements TlsEncodable {
    static final String SIGNATURE_LABEL = "KeyPackageTBS";

    /**
     * Signs.
     *
     * @throws CryptoException when the private key is not one of the suite
     */
    public KeyPackage sign(MlsCrypto crypto, SignaturePrivateKey privateKey, RandomSource random)
            throws CryptoException {
        return new KeyPackage(this, crypto.signWithLabel(privateKey, SIGNATURE_LABEL, encoded(), random));
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(version).write(cipherSuite).write(initKey).write(leafNode).write(extensions);
    }

    static KeyPackageContent decode(TlsReader in) throws DecodeException {
        return new KeyPackageContent(
                ProtocolVersion.decode(in),
                CipherSuiteId.decode(in),
                HpkePublicKey.decode(in),
                LeafNode.decode(in),
                ExtensionList.decode(in, ExtensionList.MAX_SMALL_DATA));
    }
}
