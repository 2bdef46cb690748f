package chat.paloma.sim.base;

import chat.paloma.core.crypto.RandomSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Numbers that follow from a seed (SplitMix64). It stands for cryptographic randomness in simulations, where nothing is
 * secret, and nowhere else.
 */
public final class SeededRandom implements RandomSource {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    public SeededRandom(long seed) {
        this.state = mix(seed);
    }

    /** Another source whose numbers follow from this one's seed and the name, whatever this one was asked before. */
    public static SeededRandom of(long seed, String name) {
        long hash = seed;
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash * 31 + name.charAt(i));
        }
        return new SeededRandom(hash);
    }

    private static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** From 0 to {@code bound - 1}. */
    public int nextInt(int bound) {
        return (int) Long.remainderUnsigned(nextLong(), bound);
    }

    /** From {@code low} to {@code high}, both included. */
    public long between(long low, long high) {
        return low + Long.remainderUnsigned(nextLong(), high - low + 1);
    }

    /** Whether something happens that happens {@code perMillion} times in a million. */
    public boolean chance(int perMillion) {
        return perMillion > 0 && nextInt(1_000_000) < perMillion;
    }

    /** One of a list that is not empty. */
    public <T> T pick(List<T> from) {
        return from.get(nextInt(from.size()));
    }

    @Override
    public byte[] nextBytes(int length) {
        ByteBuffer out = ByteBuffer.allocate((length + 7) / 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
        while (out.hasRemaining()) {
            out.putLong(nextLong());
        }
        return java.util.Arrays.copyOf(out.array(), length);
    }
}
