package chat.paloma.core.wire;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text in frames: {@code opaque<V>} of well-formed UTF-8. */
public final class WireText {
    private WireText() {}

    public static void write(TlsWriter out, String text) {
        out.writeOpaque(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads text of at most {@code maxBytes} bytes. */
    public static String read(TlsReader in, int maxBytes) throws DecodeException {
        byte[] bytes = in.readOpaque(maxBytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
            throw new DecodeException(Reason.INVALID_VALUE, "not UTF-8");
        }
        return text;
    }

    /** The longest beginning of a text that fits, with no character cut in two. */
    static String shorten(String text, int maxBytes) {
        String out = text;
        while (out.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            out = out.substring(0, out.offsetByCodePoints(out.length(), -1));
        }
        return out;
    }
}
