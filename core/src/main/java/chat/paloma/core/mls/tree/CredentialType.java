package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** The type of a credential (RFC 9420 section 17.5), known to us or not. */
public record CredentialType(int value) implements TlsEncodable {
    public static final CredentialType BASIC = new CredentialType(0x0001);
    public static final CredentialType X509 = new CredentialType(0x0002);

    public CredentialType {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("not a 16-bit number: " + value);
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(value);
    }

    public static CredentialType decode(TlsReader in) throws DecodeException {
        return new CredentialType(in.readUint16());
    }
}
