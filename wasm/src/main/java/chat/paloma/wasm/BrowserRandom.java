package chat.paloma.wasm;

import chat.paloma.core.crypto.RandomSource;
import org.teavm.jso.typedarrays.Int8Array;

/** The browser's cryptographic randomness, {@code crypto.getRandomValues}, and nothing else. */
public final class BrowserRandom implements RandomSource {
    /** The most bytes that one call of {@code getRandomValues} gives (Web Cryptography API section 10.1.1). */
    private static final int MAX_CHUNK = 65_536;

    /**
     * A fresh array of {@code length} unpredictable bytes.
     *
     * @throws IllegalStateException when the browser has no source of randomness
     */
    @Override
    public byte[] nextBytes(int length) {
        byte[] out = new byte[length];
        fill(out);
        return out;
    }

    /** Fills an array of any length, as {@link #nextBytes} does. {@code SecureRandom} is compiled to this as well. */
    public static void fill(byte[] out) {
        for (int start = 0; start < out.length; start += MAX_CHUNK) {
            int size = Math.min(MAX_CHUNK, out.length - start);
            System.arraycopy(nextChunk(size), 0, out, start, size);
        }
    }

    private static byte[] nextChunk(int size) {
        Int8Array destination = new Int8Array(size);
        try {
            Crypto.platform().getRandomValues(destination);
        } catch (RuntimeException e) {
            throw new IllegalStateException("the platform has no cryptographic source of randomness", e);
        }
        return destination.copyToJavaArray();
    }
}
