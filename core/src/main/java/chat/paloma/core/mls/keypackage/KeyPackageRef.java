package chat.paloma.core.mls.keypackage;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** The hash that names a key package (RFC 9420 section 5.2). */
public record KeyPackageRef(ByteString hash) implements TlsEncodable {
    /** The longest reference that is read, in bytes: the longest hash of a suite. */
    public static final int MAX_LENGTH = 64;

    public KeyPackageRef {
        if (hash.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a reference of " + hash.length() + " bytes");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(hash);
    }

    public static KeyPackageRef decode(TlsReader in) throws DecodeException {
        return new KeyPackageRef(ByteString.decode(in, MAX_LENGTH));
    }
}
