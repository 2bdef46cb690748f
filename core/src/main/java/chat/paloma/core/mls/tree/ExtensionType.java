package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** The type of an extension (RFC 9420 section 17.3), known to us or not. */
public record ExtensionType(int value) implements TlsEncodable {
    public static final ExtensionType APPLICATION_ID = new ExtensionType(0x0001);
    public static final ExtensionType RATCHET_TREE = new ExtensionType(0x0002);
    public static final ExtensionType REQUIRED_CAPABILITIES = new ExtensionType(0x0003);
    public static final ExtensionType EXTERNAL_PUB = new ExtensionType(0x0004);
    public static final ExtensionType EXTERNAL_SENDERS = new ExtensionType(0x0005);
    /** Of draft-ietf-mls-extensions: a key package that may be used more than once. */
    public static final ExtensionType LAST_RESORT_KEY_PACKAGE = new ExtensionType(0x000a);

    public ExtensionType {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("not a 16-bit number: " + value);
        }
    }

    /** Whether every client has it, so that capabilities need not list it (RFC 9420 section 7.2). */
    public boolean isDefault() {
        return value >= 0x0001 && value <= 0x0005;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(value);
    }

    public static ExtensionType decode(TlsReader in) throws DecodeException {
        return new ExtensionType(in.readUint16());
    }
}
