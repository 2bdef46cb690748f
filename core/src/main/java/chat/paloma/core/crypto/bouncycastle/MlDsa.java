package chat.paloma.core.crypto.bouncycastle;

import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignaturePrivateKey;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-DSA (FIPS 204), pure, with an empty context; private keys are seeds. */
final class MlDsa {
    private MlDsa() {}

    /** A seed expanded, which every signature begins with. */
    private record ExpandedKey(SignatureAlgorithm algorithm, MLDSAPrivateKeyParameters parameters)
            implements SignaturePrivateKey.Expanded {
        @Override
        public void erase() {
            parameters.destroy();
        }
    }

    static byte[] publicKey(SignatureAlgorithm algorithm, SignaturePrivateKey key) {
        return expand(algorithm, key).getPublicKeyParameters().getEncoded();
    }

    static byte[] sign(SignatureAlgorithm algorithm, SignaturePrivateKey key, byte[] content, RandomSource random) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, new ParametersWithRandom(expand(algorithm, key), new SecureRandomAdapter(random)));
        signer.update(content, 0, content.length);
        try {
            return signer.generateSignature();
        } catch (org.bouncycastle.crypto.CryptoException e) {
            throw new IllegalStateException("a valid key does not sign", e);
        }
    }

    static boolean verify(SignatureAlgorithm algorithm, byte[] publicKey, byte[] content, byte[] signature) {
        if (signature.length != algorithm.maxSignatureLength()) {
            return false;
        }
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(false, new MLDSAPublicKeyParameters(library(algorithm), publicKey));
        verifier.update(content, 0, content.length);
        return verifier.verifySignature(signature);
    }

    private static MLDSAPrivateKeyParameters expand(SignatureAlgorithm algorithm, SignaturePrivateKey key) {
        if (key.expanded() instanceof ExpandedKey known && known.algorithm() == algorithm) {
            return known.parameters();
        }
        MLDSAPrivateKeyParameters made =
                new MLDSAPrivateKeyParameters(library(algorithm), key.secret().dangerouslyExpose());
        key.keepExpanded(new ExpandedKey(algorithm, made));
        return made;
    }

    private static MLDSAParameters library(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
            case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
            case ML_DSA_87 -> MLDSAParameters.ml_dsa_87;
            default -> throw new IllegalArgumentException("not ML-DSA: " + algorithm);
        };
    }
}
