package chat.paloma.core.crypto;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * The public key that HPKE encrypts to, as it travels: {@code opaque<V>} (RFC 9420 section 5.1.1).
 *
 * <p>Whether the bytes are a key of a suite's algorithm shows when they are used.
 */
public record HpkePublicKey(ByteString bytes) implements TlsEncodable {
    /** The longest key that is read, in bytes: no cipher suite has one as long. */
    public static final int MAX_LENGTH = 4096;

    public HpkePublicKey {
        if (bytes.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a public key of " + bytes.length() + " bytes");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        bytes.encode(out);
    }

    public static HpkePublicKey decode(TlsReader in) throws DecodeException {
        return new HpkePublicKey(ByteString.decode(in, MAX_LENGTH));
    }
}
