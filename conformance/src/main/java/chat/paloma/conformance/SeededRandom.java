package chat.paloma.conformance;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.RandomSource;

/**
 * The same bytes for the same seed on every runtime: SHA-256 of the seed and a counter, block by block. Not for keys of
 * anybody.
 */
public final class SeededRandom implements RandomSource {
    private final CryptoProvider crypto;
    private final ByteString seed;
    private byte[] block = new byte[0];
    private int used;
    private long counter;

    public SeededRandom(CryptoProvider crypto, String seed) {
        this.crypto = crypto;
        this.seed = ByteString.utf8(seed);
    }

    @Override
    public byte[] nextBytes(int length) {
        byte[] out = new byte[length];
        for (int filled = 0; filled < length; ) {
            if (used == block.length) {
                block = crypto.hash(
                        HashAlgorithm.SHA_256,
                        new TlsWriter().write(seed).writeUint64(counter++).toByteArray());
                used = 0;
            }
            int size = Math.min(length - filled, block.length - used);
            System.arraycopy(block, used, out, filled, size);
            filled += size;
            used += size;
        }
        return out;
    }

    /** A number from 0 (inclusive) to {@code bound} (exclusive), with a bias that does not matter to a test. */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound " + bound);
        }
        byte[] bytes = nextBytes(4);
        int value = (bytes[0] & 0x7f) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        return value % bound;
    }
}
