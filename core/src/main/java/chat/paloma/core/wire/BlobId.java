package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** The name of a blob: the SHA-256 of its bytes, which are encrypted. */
public record BlobId(ByteString bytes) implements TlsEncodable {
    public static final int LENGTH = 32;

    public BlobId {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("a blob id of " + bytes.length() + " bytes");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeBytes(bytes.toByteArray());
    }

    public static BlobId decode(TlsReader in) throws DecodeException {
        return new BlobId(ByteString.adopt(in.readBytes(LENGTH)));
    }

    @Override
    public String toString() {
        return bytes.toHex();
    }
}
