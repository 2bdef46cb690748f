package chat.paloma.client.profile;

import chat.paloma.client.host.StorageException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import java.util.Arrays;

/**
 * Seals values with AES-256-GCM under one key: a fresh random nonce each, bound to what the value stands under, so that a
 * value can't be put in another's place. Good for 2^32 values, after which random nonces are no longer safe.
 */
final class ValueCipher {
    /** The key's length in bytes. */
    static final int KEY = 32;

    private static final AeadAlgorithm AES = AeadAlgorithm.AES_256_GCM;

    private final CryptoProvider crypto;
    private final RandomSource random;
    private final SecretBytes key;

    ValueCipher(CryptoProvider crypto, RandomSource random, SecretBytes key) {
        this.crypto = crypto;
        this.random = random;
        this.key = key;
    }

    /** The nonce with the ciphertext behind it. */
    byte[] seal(byte[] boundTo, byte[] value) {
        byte[] nonce = random.nextBytes(AeadAlgorithm.NONCE_LENGTH);
        try {
            byte[] sealed = crypto.seal(AES, key, nonce, boundTo, value);
            byte[] out = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, out, nonce.length, sealed.length);
            return out;
        } catch (CryptoException e) {
            throw new IllegalStateException("AES-256-GCM seals everything", e);
        }
    }

    /**
     * What was sealed.
     *
     * @throws StorageException when it was not sealed with this key for this place
     */
    ByteString open(byte[] boundTo, byte[] sealed) {
        if (sealed.length < AeadAlgorithm.NONCE_LENGTH) {
            throw damaged();
        }
        try {
            return ByteString.adopt(crypto.open(
                    AES,
                    key,
                    Arrays.copyOf(sealed, AeadAlgorithm.NONCE_LENGTH),
                    boundTo,
                    Arrays.copyOfRange(sealed, AeadAlgorithm.NONCE_LENGTH, sealed.length)));
        } catch (CryptoException e) {
            throw damaged();
        }
    }

    private static StorageException damaged() {
        return new StorageException("the profile is damaged: something in it is not what was written there");
    }

    void erase() {
        key.erase();
    }
}
