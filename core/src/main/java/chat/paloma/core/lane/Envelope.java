package chat.paloma.core.lane;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.labels.LabeledHash;

/** What a record carries, which the lane does not look into. */
public record Envelope(ByteString bytes) implements TlsEncodable {
    /** The longest envelope, in bytes. */
    public static final int MAX_LENGTH = 256 << 10;

    public Envelope {
        if (bytes.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an envelope of " + bytes.length() + " bytes");
        }
    }

    /** An envelope with the encoding of {@code content}. */
    public static Envelope of(TlsEncodable content) {
        return new Envelope(ByteString.adopt(content.encoded()));
    }

    /** The hash that the record's header names. */
    public EnvelopeHash hash(CryptoProvider crypto) {
        return new EnvelopeHash(LabeledHash.of(crypto, "envelope", out -> out.writeBytes(bytes.toByteArray())));
    }

    @Override
    public void encode(TlsWriter out) {
        bytes.encode(out);
    }

    public static Envelope decode(TlsReader in) throws DecodeException {
        return new Envelope(ByteString.decode(in, MAX_LENGTH));
    }
}
