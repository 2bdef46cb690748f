package chat.paloma.core.crypto.bouncycastle;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;

/** The signature algorithms behind one door: EdDSA here, ECDSA and ML-DSA in rooms of their own. */
final class Signatures {
    private static final byte[] NO_CONTEXT = new byte[0];

    private Signatures() {}

    static SignatureKeyPair generateKeyPair(SignatureAlgorithm algorithm, RandomSource random) {
        while (true) {
            SecretBytes secret = random.nextSecret(algorithm.privateKeyLength());
            if (algorithm == SignatureAlgorithm.ECDSA_P521_SHA512) {
                secret.dangerouslyExpose()[0] &= 1;
            }
            SignaturePrivateKey key = new SignaturePrivateKey(secret);
            try {
                return new SignatureKeyPair(key, publicKey(algorithm, key));
            } catch (CryptoException e) {
                // A scalar outside the order of a NIST curve: once in 2^32 for P-256, never twice in practice.
                key.erase();
            }
        }
    }

    static SignaturePublicKey publicKey(SignatureAlgorithm algorithm, SignaturePrivateKey key) throws CryptoException {
        SecretBytes secret = key.secret();
        Checks.keyLength("private key", secret.length(), algorithm.privateKeyLength());
        byte[] out = new byte[algorithm.publicKeyLength()];
        switch (algorithm) {
            case ED25519 -> Ed25519.generatePublicKey(secret.dangerouslyExpose(), 0, out, 0);
            case ED448 -> Ed448.generatePublicKey(secret.dangerouslyExpose(), 0, out, 0);
            case ECDSA_P256_SHA256, ECDSA_P384_SHA384, ECDSA_P521_SHA512 -> {
                NistCurve curve = curve(algorithm);
                out = curve.publicKey(curve.scalar(secret));
            }
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> out = MlDsa.publicKey(algorithm, key);
        }
        return new SignaturePublicKey(ByteString.adopt(out));
    }

    static byte[] sign(SignatureAlgorithm algorithm, SignaturePrivateKey key, byte[] content, RandomSource random)
            throws CryptoException {
        SecretBytes secret = key.secret();
        Checks.keyLength("private key", secret.length(), algorithm.privateKeyLength());
        byte[] out = new byte[algorithm.maxSignatureLength()];
        switch (algorithm) {
            case ED25519 -> Ed25519.sign(secret.dangerouslyExpose(), 0, content, 0, content.length, out, 0);
            case ED448 -> Ed448.sign(secret.dangerouslyExpose(), 0, NO_CONTEXT, content, 0, content.length, out, 0);
            case ECDSA_P256_SHA256, ECDSA_P384_SHA384, ECDSA_P521_SHA512 ->
                out = Ecdsa.sign(curve(algorithm), hash(algorithm), secret, content);
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> out = MlDsa.sign(algorithm, key, content, random);
        }
        return out;
    }

    static boolean verify(SignatureAlgorithm algorithm, byte[] publicKey, byte[] content, byte[] signature) {
        if (publicKey.length != algorithm.publicKeyLength() || signature.length > algorithm.maxSignatureLength()) {
            return false;
        }
        return switch (algorithm) {
            case ED25519 ->
                signature.length == Ed25519.SIGNATURE_SIZE
                        && Ed25519.verify(signature, 0, publicKey, 0, content, 0, content.length);
            case ED448 ->
                signature.length == Ed448.SIGNATURE_SIZE
                        && Ed448.verify(signature, 0, publicKey, 0, NO_CONTEXT, content, 0, content.length);
            case ECDSA_P256_SHA256, ECDSA_P384_SHA384, ECDSA_P521_SHA512 ->
                Ecdsa.verify(curve(algorithm), hash(algorithm), publicKey, content, signature);
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> MlDsa.verify(algorithm, publicKey, content, signature);
        };
    }

    private static NistCurve curve(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ECDSA_P256_SHA256 -> NistCurve.P256;
            case ECDSA_P384_SHA384 -> NistCurve.P384;
            case ECDSA_P521_SHA512 -> NistCurve.P521;
            default -> throw new IllegalArgumentException("not ECDSA: " + algorithm);
        };
    }

    private static HashAlgorithm hash(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ECDSA_P256_SHA256 -> HashAlgorithm.SHA_256;
            case ECDSA_P384_SHA384 -> HashAlgorithm.SHA_384;
            case ECDSA_P521_SHA512 -> HashAlgorithm.SHA_512;
            default -> throw new IllegalArgumentException("not ECDSA: " + algorithm);
        };
    }
}
