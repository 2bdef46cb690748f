package chat.paloma.core.crypto;

/**
 * Where random bytes come from. The core has no source of its own: the platform passes one in, and it must throw when
 * it is not cryptographic. Tests and the simulator pass one with a seed.
 */
@FunctionalInterface
public interface RandomSource {
    /** A fresh array of {@code length} unpredictable bytes. */
    byte[] nextBytes(int length);

    /** Fresh unpredictable bytes as a secret. */
    default SecretBytes nextSecret(int length) {
        return SecretBytes.adopt(nextBytes(length));
    }
}
