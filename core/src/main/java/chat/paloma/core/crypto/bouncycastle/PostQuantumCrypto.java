package chat.paloma.core.crypto.bouncycastle;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.DhGroup;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * What rooms of people need and no more: ML-KEM, X25519 as half of X-Wing, and ML-DSA. Without the curves of classical
 * suites it is a third smaller, which is what a browser loads. Nothing verifies, and no key is one, under an algorithm
 * that this does not have; making keys for it is an {@link IllegalArgumentException}.
 */
public final class PostQuantumCrypto extends BouncyCastleCrypto {
    private static void require(boolean known, Enum<?> algorithm) {
        if (!known) {
            throw new IllegalArgumentException("not here: " + algorithm);
        }
    }

    @Override
    public ByteString dhPublicKey(DhGroup group, SecretBytes privateKey) throws CryptoException {
        require(group == DhGroup.X25519, group);
        Checks.keyLength("private key", privateKey.length(), group.privateKeyLength());
        byte[] out = new byte[group.publicKeyLength()];
        X25519.generatePublicKey(privateKey.dangerouslyExpose(), 0, out, 0);
        return ByteString.adopt(out);
    }

    @Override
    public SecretBytes dh(DhGroup group, SecretBytes privateKey, ByteString publicKey) throws CryptoException {
        require(group == DhGroup.X25519, group);
        Checks.keyLength("private key", privateKey.length(), group.privateKeyLength());
        Checks.keyLength("public key", publicKey.length(), group.publicKeyLength());
        byte[] out = new byte[group.sharedSecretLength()];
        if (!X25519.calculateAgreement(privateKey.dangerouslyExpose(), 0, publicKey.toByteArray(), 0, out, 0)) {
            throw new CryptoException(CryptoException.Reason.INVALID_KEY, "a public key of small order");
        }
        return SecretBytes.adopt(out);
    }

    @Override
    public boolean isDhPrivateKey(DhGroup group, SecretBytes scalar) {
        return group == DhGroup.X25519 && scalar.length() == group.privateKeyLength();
    }

    @Override
    public boolean isDhPublicKey(DhGroup group, ByteString publicKey) {
        return group == DhGroup.X25519
                && publicKey.length() == group.publicKeyLength()
                && !SmallOrder.X25519.contains(publicKey.toByteArray());
    }

    private static boolean isMlDsa(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> true;
            default -> false;
        };
    }

    @Override
    public SignatureKeyPair generateSignatureKeyPair(SignatureAlgorithm algorithm, RandomSource random) {
        SignaturePrivateKey key = new SignaturePrivateKey(random.nextSecret(algorithm.privateKeyLength()));
        try {
            return new SignatureKeyPair(key, signaturePublicKey(algorithm, key));
        } catch (CryptoException e) {
            throw new IllegalStateException("a seed of the right length is a key", e);
        }
    }

    @Override
    public SignaturePublicKey signaturePublicKey(SignatureAlgorithm algorithm, SignaturePrivateKey privateKey)
            throws CryptoException {
        require(isMlDsa(algorithm), algorithm);
        Checks.keyLength("private key", privateKey.secret().length(), algorithm.privateKeyLength());
        return new SignaturePublicKey(ByteString.adopt(MlDsa.publicKey(algorithm, privateKey)));
    }

    @Override
    public byte[] sign(
            SignatureAlgorithm algorithm, SignaturePrivateKey privateKey, byte[] content, RandomSource random)
            throws CryptoException {
        require(isMlDsa(algorithm), algorithm);
        Checks.keyLength("private key", privateKey.secret().length(), algorithm.privateKeyLength());
        return MlDsa.sign(algorithm, privateKey, content, random);
    }

    @Override
    public boolean verify(
            SignatureAlgorithm algorithm, SignaturePublicKey publicKey, byte[] content, byte[] signature) {
        return isMlDsa(algorithm)
                && publicKey.bytes().length() == algorithm.publicKeyLength()
                && signature.length <= algorithm.maxSignatureLength()
                && MlDsa.verify(algorithm, publicKey.bytes().toByteArray(), content, signature);
    }
}
