package chat.paloma.core.wire;

import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** The answer to a request that asks for nothing but that it is done. */
public record Done() implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {}

    public static Done decode(TlsReader in) {
        return new Done();
    }
}
