package chat.paloma.core.crypto.bouncycastle;

import static chat.paloma.core.crypto.CryptoException.Reason.INVALID_KEY;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider.MlKemEncapsulation;
import chat.paloma.core.crypto.MlKemParameters;
import chat.paloma.core.crypto.SecretBytes;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/** ML-KEM (FIPS 203). */
final class MlKem {
    private static final int COEFFICIENT_BITS = 12;
    private static final int MODULUS = 3329;
    private static final int RHO_LENGTH = 32;

    private MlKem() {}

    static ByteString publicKey(MlKemParameters parameters, SecretBytes seed) throws CryptoException {
        return ByteString.adopt(
                privateKey(parameters, seed).getPublicKeyParameters().getEncoded());
    }

    static MlKemEncapsulation encapsulate(MlKemParameters parameters, ByteString publicKey, SecretBytes randomness)
            throws CryptoException {
        Checks.keyLength("public key", publicKey.length(), parameters.publicKeyLength());
        Checks.keyLength(
                "encapsulation randomness", randomness.length(), MlKemParameters.ENCAPSULATION_RANDOMNESS_LENGTH);
        byte[] encoded = publicKey.toByteArray();
        if (!isReduced(encoded)) {
            throw new CryptoException(INVALID_KEY, "a coefficient that is not reduced");
        }
        SecretWithEncapsulation made = MLKEMGenerator.internalGenerateEncapsulated(
                new MLKEMPublicKeyParameters(library(parameters), encoded), randomness.dangerouslyExpose());
        return new MlKemEncapsulation(SecretBytes.adopt(made.getSecret()), ByteString.adopt(made.getEncapsulation()));
    }

    static SecretBytes decapsulate(MlKemParameters parameters, SecretBytes seed, ByteString ciphertext)
            throws CryptoException {
        Checks.ciphertextLength(ciphertext.length(), parameters.ciphertextLength());
        return SecretBytes.adopt(
                new MLKEMExtractor(privateKey(parameters, seed)).extractSecret(ciphertext.toByteArray()));
    }

    private static MLKEMPrivateKeyParameters privateKey(MlKemParameters parameters, SecretBytes seed)
            throws CryptoException {
        Checks.keyLength("private key", seed.length(), MlKemParameters.SEED_LENGTH);
        return new MLKEMPrivateKeyParameters(library(parameters), seed.dangerouslyExpose());
    }

    /** The input checks of FIPS 203 section 7.2. */
    static boolean isPublicKey(MlKemParameters parameters, byte[] publicKey) {
        return publicKey.length == parameters.publicKeyLength() && isReduced(publicKey);
    }

    /** The modulus check of FIPS 203 section 7.2: every coefficient of the public key is already reduced. */
    private static boolean isReduced(byte[] publicKey) {
        for (int i = 0; i + 3 <= publicKey.length - RHO_LENGTH; i += 3) {
            int pair = (publicKey[i] & 0xff) | (publicKey[i + 1] & 0xff) << 8 | (publicKey[i + 2] & 0xff) << 16;
            if ((pair & 0xfff) >= MODULUS || pair >>> COEFFICIENT_BITS >= MODULUS) {
                return false;
            }
        }
        return true;
    }

    private static MLKEMParameters library(MlKemParameters parameters) {
        return switch (parameters) {
            case ML_KEM_512 -> MLKEMParameters.ml_kem_512;
            case ML_KEM_768 -> MLKEMParameters.ml_kem_768;
            case ML_KEM_1024 -> MLKEMParameters.ml_kem_1024;
        };
    }
}
