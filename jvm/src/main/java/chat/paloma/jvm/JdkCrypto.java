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
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bouncy Castle, but SHA-2, HMAC, AES-GCM and long ChaCha20-Poly1305 from the JDK, which uses the processor's
 * instructions for them.
 *
 * <p>{@code ./paloma bench crypto} shows both beside each other; the other primitives are as fast or faster in Bouncy
 * Castle, and two come in no other form: ML-KEM from a seed and X-Wing.
 */
public final class JdkCrypto extends BouncyCastleCrypto {
    /** From which length on, in bytes, ChaCha20-Poly1305 of the JDK makes up for its setting up. */
    private static final int LONG_INPUT = 1024;

    @Override
    public byte[] hash(HashAlgorithm algorithm, byte[] input) {
        try {
            return MessageDigest.getInstance(digestName(algorithm)).digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-2", e);
        }
    }

    @Override
    public byte[] hmac(HashAlgorithm algorithm, SecretBytes key, byte[] input) {
        // The JDK has no empty keys; a zero byte is the same key, since HMAC fills up with zeros.
        return newMac(algorithm, key.length() == 0 ? SecretBytes.zeros(1) : key).doFinal(input);
    }

    @Override
    public SecretBytes hkdfExpand(HashAlgorithm algorithm, SecretBytes pseudorandomKey, byte[] info, int length) {
        checkExpandLength(algorithm, length);
        Mac mac = newMac(algorithm, pseudorandomKey.length() == 0 ? SecretBytes.zeros(1) : pseudorandomKey);
        byte[] out = new byte[length];
        byte[] block = new byte[0];
        for (int at = 0, counter = 1; at < length; at += block.length, counter++) {
            mac.update(block);
            Arrays.fill(block, (byte) 0);
            mac.update(info);
            mac.update((byte) counter);
            block = mac.doFinal();
            System.arraycopy(block, 0, out, at, Math.min(block.length, length - at));
        }
        Arrays.fill(block, (byte) 0);
        return SecretBytes.adopt(out);
    }

    private static Mac newMac(HashAlgorithm algorithm, SecretBytes key) {
        String name = macName(algorithm);
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key.dangerouslyExpose(), name));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-2", e);
        }
    }

    @Override
    public byte[] seal(AeadAlgorithm algorithm, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] plaintext)
            throws CryptoException {
        if (isFasterInBouncyCastle(algorithm, plaintext)) {
            return super.seal(algorithm, key, nonce, associatedData, plaintext);
        }
        Checks.aeadKey(algorithm, key, nonce);
        try {
            return process(algorithm, Cipher.ENCRYPT_MODE, key, nonce, associatedData, plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    @Override
    public byte[] open(AeadAlgorithm algorithm, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
            throws CryptoException {
        if (isFasterInBouncyCastle(algorithm, ciphertext)) {
            return super.open(algorithm, key, nonce, associatedData, ciphertext);
        }
        Checks.aeadKey(algorithm, key, nonce);
        Checks.aeadCiphertext(ciphertext);
        try {
            return process(algorithm, Cipher.DECRYPT_MODE, key, nonce, associatedData, ciphertext);
        } catch (AEADBadTagException e) {
            throw new CryptoException(AUTHENTICATION_FAILED, "the ciphertext does not authenticate");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private static boolean isFasterInBouncyCastle(AeadAlgorithm algorithm, byte[] input) {
        return algorithm == AeadAlgorithm.CHACHA20_POLY1305 && input.length < LONG_INPUT;
    }

    private static byte[] process(
            AeadAlgorithm algorithm, int mode, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] input)
            throws GeneralSecurityException {
        boolean aes = algorithm != AeadAlgorithm.CHACHA20_POLY1305;
        Cipher cipher = Cipher.getInstance(aes ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
        cipher.init(
                mode,
                new SecretKeySpec(key.dangerouslyExpose(), aes ? "AES" : "ChaCha20"),
                aes ? new GCMParameterSpec(8 * AeadAlgorithm.TAG_LENGTH, nonce) : new IvParameterSpec(nonce));
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

    private static String macName(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> "HmacSHA256";
            case SHA_384 -> "HmacSHA384";
            case SHA_512 -> "HmacSHA512";
        };
    }
}
