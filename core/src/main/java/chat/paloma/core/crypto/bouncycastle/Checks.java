package chat.paloma.core.crypto.bouncycastle;

import static chat.paloma.core.crypto.CryptoException.Reason.AUTHENTICATION_FAILED;
import static chat.paloma.core.crypto.CryptoException.Reason.INVALID_CIPHERTEXT;
import static chat.paloma.core.crypto.CryptoException.Reason.INVALID_KEY;

import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.SecretBytes;

/** Length checks that every provider makes before it hands bytes to a library. */
public final class Checks {
    private Checks() {}

    public static void aeadKey(AeadAlgorithm algorithm, SecretBytes key, byte[] nonce) throws CryptoException {
        keyLength("key", key.length(), algorithm.keyLength());
        keyLength("nonce", nonce.length, AeadAlgorithm.NONCE_LENGTH);
    }

    public static void aeadCiphertext(byte[] ciphertext) throws CryptoException {
        if (ciphertext.length < AeadAlgorithm.TAG_LENGTH) {
            throw new CryptoException(AUTHENTICATION_FAILED, "a ciphertext shorter than its tag");
        }
    }

    static void keyLength(String what, int actual, int expected) throws CryptoException {
        if (actual != expected) {
            throw new CryptoException(INVALID_KEY, "a " + what + " of " + actual + " bytes instead of " + expected);
        }
    }

    static void ciphertextLength(int actual, int expected) throws CryptoException {
        if (actual != expected) {
            throw new CryptoException(
                    INVALID_CIPHERTEXT, "a ciphertext of " + actual + " bytes instead of " + expected);
        }
    }
}
