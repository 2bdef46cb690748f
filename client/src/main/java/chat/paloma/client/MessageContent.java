package chat.paloma.client;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.framing.Padding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands in an application message: {@code struct { uint16 format = 1; uint8 kind = 1; opaque text<V>; }}, text
 * being UTF-8.
 *
 * <p>This is the thin client's own format. The format of room operations replaces it, and no room that was written with
 * it is meant to last.
 *
 * @param text at most {@link #MAX_TEXT} bytes
 */
public record MessageContent(String text) implements TlsEncodable {
    /** The longest text, in bytes of UTF-8. */
    public static final int MAX_TEXT = 64 << 10;
    /** A signature of the default suite with the length in front of it, which every message has. */
    private static final int SIGNATURE = 2 + CipherSuite.DEFAULT.signature().maxSignatureLength();
    /** Powers of two from 256 bytes without the signature, so that an envelope's length tells little. */
    public static final Padding PADDING = Padding.beyond(
            SIGNATURE, Padding.toBuckets(256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072));

    private static final int FORMAT = 1;
    private static final int TEXT = 1;

    public MessageContent {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT) {
            throw new IllegalArgumentException("a message of more than " + MAX_TEXT / 1024 + " KiB");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(FORMAT).writeUint8(TEXT).writeOpaque(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads what {@link #encode} wrote. */
    public static MessageContent decode(TlsReader in) throws DecodeException {
        int format = in.readUint16();
        int kind = in.readUint8();
        if (format != FORMAT || kind != TEXT) {
            throw new DecodeException(Reason.INVALID_VALUE, "format " + format + ", kind " + kind);
        }
        byte[] bytes = in.readOpaque(MAX_TEXT);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
            throw new DecodeException(Reason.INVALID_VALUE, "not UTF-8");
        }
        return new MessageContent(text);
    }
}
