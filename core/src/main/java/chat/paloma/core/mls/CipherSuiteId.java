package chat.paloma.core.mls;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.Optional;

/** The number of a cipher suite on the wire (RFC 9420 section 17.1), known to us or not. */
public record CipherSuiteId(int value) implements TlsEncodable {

    public CipherSuiteId {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("not a 16-bit number: " + value);
        }
    }

    public static CipherSuiteId of(CipherSuite suite) {
        return new CipherSuiteId(suite.id());
    }

    /** The suite of this number, when we have it. */
    public Optional<CipherSuite> known() {
        return CipherSuite.byId(value);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(value);
    }

    public static CipherSuiteId decode(TlsReader in) throws DecodeException {
        return new CipherSuiteId(in.readUint16());
    }
}
