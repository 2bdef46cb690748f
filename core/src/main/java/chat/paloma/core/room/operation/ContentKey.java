package chat.paloma.core.room.operation;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import org.jspecify.annotations.Nullable;

/** The key of one encrypted blob. It compares in constant time and never prints. */
public final class ContentKey implements TlsEncodable {
    /** Its length in bytes. */
    public static final int LENGTH = 32;

    private final SecretBytes secret;

    public ContentKey(SecretBytes secret) {
        if (secret.length() != LENGTH) {
            throw new IllegalArgumentException("a content key of " + secret.length() + " bytes");
        }
        this.secret = secret.copy();
    }

    /** A copy of the key, to be erased after use. */
    public SecretBytes secret() {
        return secret.copy();
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeBytes(secret.dangerouslyExpose());
    }

    public static ContentKey decode(TlsReader in) throws DecodeException {
        return new ContentKey(SecretBytes.adopt(in.readBytes(LENGTH)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContentKey that && secret.constantTimeEquals(that.secret);
    }

    /** The same for all keys, since a hash would say something about the key. */
    @Override
    public int hashCode() {
        return LENGTH;
    }

    @Override
    public String toString() {
        return "ContentKey";
    }
}
