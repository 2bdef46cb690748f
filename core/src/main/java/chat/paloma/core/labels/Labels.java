package chat.paloma.core.labels;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsWriter;

/** What is hashed and signed: {@code opaque label<V>}, then the content. */
final class Labels {
    /** None of MLS begins so: its labels begin with {@code "MLS 1.0 "} (RFC 9420 section 5.1.2). */
    private static final String PREFIX = "Paloma 1.0 ";

    private Labels() {}

    static byte[] labelled(String label, TlsEncodable content) {
        if (label.isEmpty()) {
            throw new IllegalArgumentException("a label without a name");
        }
        return new TlsWriter()
                .write(ByteString.utf8(PREFIX + label))
                .write(content)
                .toByteArray();
    }
}
