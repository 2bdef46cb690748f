package chat.paloma.wasm;

import chat.paloma.core.crypto.RandomSource;
import org.teavm.jso.typedarrays.Int8Array;

/**
 * The browser's cryptographic randomness, {@code crypto.getRandomValues}, and nothing else.
 *
 * <p>TeaVM's own {@code SecureRandom} is not used, because it falls back to an ordinary generator where there is no
 * {@code crypto}. This one throws.
 */
public final class BrowserRandom implements RandomSource {
    /** The most bytes that one call of {@code getRandomValues} gives (Web Cryptography API section 10.1.1). */
    static final int MAX_CHUNK = 65_536;

    /**
     * A fresh array of {@code length} unpredictable bytes.
     *
     * @throws IllegalStateException when the browser has no source of randomness
     */
    @Override
    public byte[] nextBytes(int length) {
        byte[] out = new byte[length];
        for (int start = 0; start < length; start += MAX_CHUNK) {
            int size = Math.min(MAX_CHUNK, length - start);
            System.arraycopy(nextChunk(size), 0, out, start, size);
        }
        return out;
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
