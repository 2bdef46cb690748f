package chat.paloma.conformance.vectors;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.RandomSource;

/**
 * Hands out the bytes that a vector prescribes, once, and zeros behind them. Zeros stand for the further windows that
 * rejection sampling would read and that no published vector reaches.
 */
final class GivenRandomness implements RandomSource {
    private final byte[] given;
    private int used;

    GivenRandomness(ByteString given) {
        this.given = given.toByteArray();
    }

    @Override
    public byte[] nextBytes(int length) {
        byte[] out = new byte[length];
        int available = Math.min(length, given.length - used);
        System.arraycopy(given, used, out, 0, available);
        used += available;
        return out;
    }
}
