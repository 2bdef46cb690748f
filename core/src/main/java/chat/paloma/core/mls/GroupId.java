package chat.paloma.core.mls;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** The name of a group: {@code opaque group_id<V>}, unique by chance (RFC 9420 section 11). */
public record GroupId(ByteString bytes) implements TlsEncodable {
    /** The longest id that is read, in bytes. */
    public static final int MAX_LENGTH = 255;

    public GroupId {
        if (bytes.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a group id of " + bytes.length() + " bytes");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        bytes.encode(out);
    }

    public static GroupId decode(TlsReader in) throws DecodeException {
        return new GroupId(ByteString.decode(in, MAX_LENGTH));
    }
}
