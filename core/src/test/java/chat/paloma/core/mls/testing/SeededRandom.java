package chat.paloma.core.mls.testing;

import chat.paloma.core.crypto.RandomSource;
import java.util.Random;

/** The same bytes in every run, for keys that protect nothing. */
public final class SeededRandom implements RandomSource {
    private final Random random;

    public SeededRandom(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public byte[] nextBytes(int length) {
        byte[] out = new byte[length];
        random.nextBytes(out);
        return out;
    }
}
