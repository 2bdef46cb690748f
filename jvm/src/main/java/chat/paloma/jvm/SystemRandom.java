package chat.paloma.jvm;

import chat.paloma.core.crypto.RandomSource;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * The operating system's cryptographic randomness.
 *
 * <p>It asks for the system's source by name ({@code NativePRNGNonBlocking}, on Windows {@code Windows-PRNG}), so that
 * no default of the JDK's configuration can put a weaker one in its place. Thread-safe.
 */
public final class SystemRandom implements RandomSource {
    private final SecureRandom source;

    /**
     * @throws IllegalStateException when the platform has no such source
     */
    public SystemRandom() {
        this(System.getProperty("os.name", "").startsWith("Windows") ? "Windows-PRNG" : "NativePRNGNonBlocking");
    }

    SystemRandom(String algorithm) {
        try {
            this.source = SecureRandom.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this platform has no cryptographic randomness: " + algorithm, e);
        }
    }

    @Override
    public byte[] nextBytes(int length) {
        byte[] out = new byte[length];
        source.nextBytes(out);
        return out;
    }
}
