package chat.paloma.core.mls;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** A version of MLS (RFC 9420 section 6). Unknown ones are kept, so that a list of capabilities stays what it was. */
public record ProtocolVersion(int value) implements TlsEncodable {
    public static final ProtocolVersion MLS_1_0 = new ProtocolVersion(1);

    public ProtocolVersion {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("not a 16-bit number: " + value);
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(value);
    }

    public static ProtocolVersion decode(TlsReader in) throws DecodeException {
        return new ProtocolVersion(in.readUint16());
    }
}
