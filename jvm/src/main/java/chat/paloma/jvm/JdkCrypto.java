package chat.paloma.jvm;

import static chat.paloma.core.crypto.CryptoException.Reason.AUTHENTICATION_FAILED;

import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.crypto.bouncycastle.Checks;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bouncy Castle, but SHA-2 and AES-GCM from the JDK, which uses the processor's instructions for them.
 *
 * <p>{@code ./paloma bench crypto} shows both beside each other; the other primitives are as fast or faster in Bouncy
 * Castle, and two come in no other form: ML-KEM from a seed and X-Wing.
 */
public final class JdkCrypto extends BouncyCastleCrypto {
    @Override
    public byte[] hash(HashAlgorithm algorithm, byte[] input) {
        try {
            return MessageDigest.getInstance(digestName(algorithm)).digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-2", e);
        }
    }

    @Override
    public byte[] seal(AeadAlgorithm algorithm, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] plaintext)
            throws CryptoException {
        if (algorithm == AeadAlgorithm.CHACHA20_POLY1305) {
            return super.seal(algorithm, key, nonce, associatedData, plaintext);
        }
        Checks.aeadKey(algorithm, key, nonce);
        try {
            return aesGcm(Cipher.ENCRYPT_MODE, key, nonce, associatedData, plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    @Override
    public byte[] open(AeadAlgorithm algorithm, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
            throws CryptoException {
        if (algorithm == AeadAlgorithm.CHACHA20_POLY1305) {
            return super.open(algorithm, key, nonce, associatedData, ciphertext);
        }
        Checks.aeadKey(algorithm, key, nonce);
        Checks.aeadCiphertext(ciphertext);
        try {
            return aesGcm(Cipher.DECRYPT_MODE, key, nonce, associatedData, ciphertext);
        } catch (AEADBadTagException e) {
            throw new CryptoException(AUTHENTICATION_FAILED, "the ciphertext does not authenticate");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    private static byte[] aesGcm(int mode, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] input)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(key.dangerouslyExpose(), "AES"),
                new GCMParameterSpec(8 * AeadAlgorithm.TAG_LENGTH, nonce));
        cipher.updateAAD(associatedData);
        return cipher.doFinal(input);
    }

    private static String digestName(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> "SHA-256";
            case SHA_384 -> "SHA-384";
            case SHA_512 -> "SHA-512";
        };
    }
}
