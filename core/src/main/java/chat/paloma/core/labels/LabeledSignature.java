package chat.paloma.core.labels;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;

/** {@code Sign(key, label, content)}: a signature over the label and the content's encoding. */
public final class LabeledSignature {
    private LabeledSignature() {}

    /**
     * Signs.
     *
     * @param label without the prefix that all labels share, not empty
     * @throws CryptoException when the private key is not one of the algorithm
     */
    public static ByteString sign(
            CryptoProvider crypto,
            SignatureAlgorithm algorithm,
            SignaturePrivateKey privateKey,
            String label,
            TlsEncodable content,
            RandomSource random)
            throws CryptoException {
        return ByteString.adopt(crypto.sign(algorithm, privateKey, Labels.labelled(label, content), random));
    }

    /** Whether the signature is valid. A malformed key or signature is simply not. */
    public static boolean verify(
            CryptoProvider crypto,
            SignatureAlgorithm algorithm,
            SignaturePublicKey publicKey,
            String label,
            TlsEncodable content,
            ByteString signature) {
        return crypto.verify(algorithm, publicKey, Labels.labelled(label, content), signature.toByteArray());
    }
}
