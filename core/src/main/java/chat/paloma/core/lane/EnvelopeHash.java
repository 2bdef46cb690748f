package chat.paloma.core.lane;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** The hash of an envelope, which outlives it. */
public record EnvelopeHash(ByteString bytes) implements TlsEncodable {
    public static final int LENGTH = 32;

    public EnvelopeHash {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("an envelope hash of " + bytes.length() + " bytes");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeBytes(bytes.toByteArray());
    }

    public static EnvelopeHash decode(TlsReader in) throws DecodeException {
        return new EnvelopeHash(ByteString.adopt(in.readBytes(LENGTH)));
    }
}
