package chat.paloma.conformance.vectors.mls;

import chat.paloma.core.crypto.RandomSource;

/** Bytes that differ from call to call and are the same in every run, for keys that protect nothing. */
final class CountingRandom implements RandomSource {
    private int state = 1;

    @Override
    public byte[] nextBytes(int length) {
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            state = state * 1_664_525 + 1_013_904_223;
            out[i] = (byte) (state >>> 24);
        }
        return out;
    }
}
