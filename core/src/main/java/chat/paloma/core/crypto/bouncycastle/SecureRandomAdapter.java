package chat.paloma.core.crypto.bouncycastle;

import chat.paloma.core.crypto.RandomSource;
import java.io.Serial;
import java.security.SecureRandom;

/**
 * Hands a {@link RandomSource} to a library that asks for a {@code SecureRandom}. Only {@code nextBytes} has a meaning
 * here: every other method of the base class throws or goes through it.
 */
final class SecureRandomAdapter extends SecureRandom {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient RandomSource source;

    SecureRandomAdapter(RandomSource source) {
        this.source = source;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        byte[] fresh = source.nextBytes(bytes.length);
        System.arraycopy(fresh, 0, bytes, 0, bytes.length);
    }

    @Override
    public byte[] generateSeed(int length) {
        return source.nextBytes(length);
    }

    @Override
    public int nextInt() {
        byte[] fresh = source.nextBytes(4);
        return (fresh[0] & 0xff) << 24 | (fresh[1] & 0xff) << 16 | (fresh[2] & 0xff) << 8 | (fresh[3] & 0xff);
    }

    @Override
    public long nextLong() {
        return (long) nextInt() << 32 | (nextInt() & 0xffffffffL);
    }
}
