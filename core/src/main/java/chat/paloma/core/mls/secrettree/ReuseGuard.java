package chat.paloma.core.mls.secrettree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.RandomSource;

/**
 * Four random bytes over a nonce, so that a sender who lost its state does not repeat one (RFC 9420 section 6.3.1).
 */
public record ReuseGuard(ByteString bytes) {
    public static final int LENGTH = 4;

    public ReuseGuard {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("a reuse guard of " + bytes.length() + " bytes");
        }
    }

    public static ReuseGuard random(RandomSource random) {
        return new ReuseGuard(ByteString.adopt(random.nextBytes(LENGTH)));
    }
}
