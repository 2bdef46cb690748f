package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** One extension with its data as it came (RFC 9420 section 7.2). */
public record Extension(ExtensionType type, ByteString data) implements TlsEncodable {
    /** An extension whose data is the encoding of {@code content}. */
    public static Extension of(ExtensionType type, TlsEncodable content) {
        return new Extension(type, ByteString.adopt(content.encoded()));
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(type).write(data);
    }

    /** Reads an extension of at most {@code maxLength} bytes of data. */
    public static Extension decode(TlsReader in, int maxLength) throws DecodeException {
        return new Extension(ExtensionType.decode(in), ByteString.decode(in, maxLength));
    }
}
