package chat.paloma.core.mls.crypto;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** What HPKE encrypted for one recipient: {@code HPKECiphertext} (RFC 9420 section 7.6). */
public record HpkeCiphertext(ByteString kemOutput, ByteString ciphertext) implements TlsEncodable {
    /** The longest encapsulation that is read, in bytes: no suite has one as long. */
    public static final int MAX_KEM_OUTPUT = 4096;
    /** The longest ciphertext that is read, in bytes: MLS encrypts secrets this way, never content. */
    public static final int MAX_CIPHERTEXT = 1 << 16;

    public HpkeCiphertext {
        if (kemOutput.length() > MAX_KEM_OUTPUT || ciphertext.length() > MAX_CIPHERTEXT) {
            throw new IllegalArgumentException("an HPKE ciphertext above its limits");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(kemOutput).write(ciphertext);
    }

    public static HpkeCiphertext decode(TlsReader in) throws DecodeException {
        return new HpkeCiphertext(ByteString.decode(in, MAX_KEM_OUTPUT), ByteString.decode(in, MAX_CIPHERTEXT));
    }
}
