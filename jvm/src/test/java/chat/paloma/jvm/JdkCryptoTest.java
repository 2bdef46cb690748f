package chat.paloma.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both providers give the same bytes, and refuse the same input in the same way. */
class JdkCryptoTest {
    private final JdkCrypto jdk = new JdkCrypto();
    private final BouncyCastleCrypto bouncyCastle = new BouncyCastleCrypto();

    @Property(tries = 200)
    void hashesAlike(@ForAll HashAlgorithm algorithm, @ForAll byte[] input) {
        assertArrayEquals(bouncyCastle.hash(algorithm, input), jdk.hash(algorithm, input));
    }

    @Property(tries = 200)
    void authenticatesAlike(@ForAll HashAlgorithm algorithm, @ForAll byte[] key, @ForAll byte[] input) {
        SecretBytes secret = SecretBytes.copyOf(key);
        assertArrayEquals(bouncyCastle.hmac(algorithm, secret, input), jdk.hmac(algorithm, secret, input));
    }

    @Property(tries = 200)
    void derivesAlike(
            @ForAll HashAlgorithm algorithm,
            @ForAll byte[] key,
            @ForAll byte[] info,
            @ForAll @IntRange(max = 255 * 32) int length) {
        SecretBytes secret = SecretBytes.copyOf(key);
        assertArrayEquals(
                bouncyCastle.hkdfExpand(algorithm, secret, info, length).dangerouslyExpose(),
                jdk.hkdfExpand(algorithm, secret, info, length).dangerouslyExpose());
        assertArrayEquals(
                bouncyCastle
                        .hkdfExtract(algorithm, secret, SecretBytes.copyOf(info))
                        .dangerouslyExpose(),
                jdk.hkdfExtract(algorithm, secret, SecretBytes.copyOf(info)).dangerouslyExpose());
    }

    @ParameterizedTest
    @EnumSource(HashAlgorithm.class)
    void derivesTheLongestOutputAndNoLonger(HashAlgorithm algorithm) {
        SecretBytes key = SecretBytes.zeros(algorithm.length());
        int longest = 255 * algorithm.length();
        assertArrayEquals(
                bouncyCastle.hkdfExpand(algorithm, key, new byte[3], longest).dangerouslyExpose(),
                jdk.hkdfExpand(algorithm, key, new byte[3], longest).dangerouslyExpose());
        assertThrows(IllegalArgumentException.class, () -> jdk.hkdfExpand(algorithm, key, new byte[3], longest + 1));
    }

    /** Around the length from which on another implementation takes over. */
    @Property(tries = 200)
    void encryptsLongInputAlike(
            @ForAll AeadAlgorithm algorithm, @ForAll @IntRange(min = 990, max = 1100) int length, @ForAll byte fill)
            throws CryptoException {
        byte[] plaintext = new byte[length];
        Arrays.fill(plaintext, fill);
        encryptsAlike(algorithm, new byte[32], new byte[12], new byte[] {fill}, plaintext);
    }

    @Property(tries = 200)
    void encryptsAlike(
            @ForAll AeadAlgorithm algorithm,
            @ForAll @Size(32) byte[] keyMaterial,
            @ForAll @Size(12) byte[] nonce,
            @ForAll byte[] associatedData,
            @ForAll byte[] plaintext)
            throws CryptoException {
        SecretBytes key = SecretBytes.copyOf(keyMaterial).slice(0, algorithm.keyLength());
        byte[] ciphertext = jdk.seal(algorithm, key, nonce, associatedData, plaintext);
        assertArrayEquals(bouncyCastle.seal(algorithm, key, nonce, associatedData, plaintext), ciphertext);
        assertArrayEquals(plaintext, jdk.open(algorithm, key, nonce, associatedData, ciphertext));
        assertArrayEquals(plaintext, bouncyCastle.open(algorithm, key, nonce, associatedData, ciphertext));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void refusesLongInputAlike(AeadAlgorithm algorithm) throws CryptoException {
        SecretBytes key = SecretBytes.zeros(algorithm.keyLength());
        byte[] nonce = new byte[12];
        byte[] sealed = jdk.seal(algorithm, key, nonce, new byte[0], new byte[5000]);
        for (int i = 0; i < sealed.length; i += 97) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertRefused(CryptoException.Reason.AUTHENTICATION_FAILED, algorithm, key, nonce, changed);
        }
        assertRefused(CryptoException.Reason.INVALID_KEY, algorithm, SecretBytes.zeros(15), nonce, sealed);
        assertRefused(CryptoException.Reason.INVALID_KEY, algorithm, key, new byte[11], sealed);
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void refusesAlike(AeadAlgorithm algorithm) throws CryptoException {
        SecretBytes key = SecretBytes.zeros(algorithm.keyLength());
        byte[] nonce = new byte[12];
        byte[] sealed = jdk.seal(algorithm, key, nonce, new byte[0], new byte[20]);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertRefused(CryptoException.Reason.AUTHENTICATION_FAILED, algorithm, key, nonce, changed);
        }
        assertRefused(CryptoException.Reason.AUTHENTICATION_FAILED, algorithm, key, nonce, new byte[15]);
        assertRefused(CryptoException.Reason.AUTHENTICATION_FAILED, algorithm, key, nonce, new byte[0]);
        assertRefused(CryptoException.Reason.INVALID_KEY, algorithm, SecretBytes.zeros(15), nonce, sealed);
        assertRefused(CryptoException.Reason.INVALID_KEY, algorithm, key, new byte[11], sealed);
    }

    private void assertRefused(
            CryptoException.Reason reason, AeadAlgorithm algorithm, SecretBytes key, byte[] nonce, byte[] sealed) {
        for (BouncyCastleCrypto provider : new BouncyCastleCrypto[] {jdk, bouncyCastle}) {
            CryptoException refusal = assertThrows(
                    CryptoException.class, () -> provider.open(algorithm, key, nonce, new byte[0], sealed));
            assertEquals(reason, refusal.reason());
        }
    }
}
