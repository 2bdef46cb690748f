package chat.paloma.core.engine.state;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** A value of which it says all that it is there: for a table that is a set of keys. Encoded as nothing. */
public record Present() implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {}

    public static Present decode(TlsReader in) throws DecodeException {
        return new Present();
    }
}
