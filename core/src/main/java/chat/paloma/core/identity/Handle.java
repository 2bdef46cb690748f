package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * A name that people give to an account: 3 to 32 lower-case letters, digits, {@code -}, {@code _} and {@code .} of ASCII,
 * a letter first. It proves nothing; the node maps it to an account.
 */
public record Handle(String value) implements TlsEncodable {
    public static final int MIN_LENGTH = 3;
    public static final int MAX_LENGTH = 32;

    public Handle {
        if (!isHandle(value)) {
            throw new IllegalArgumentException("not a handle: 3 to 32 of a-z, 0-9, -, _ and ., a letter first");
        }
    }

    /** Whether the text can be a handle. */
    public static boolean isHandle(String text) {
        if (text.length() < MIN_LENGTH || text.length() > MAX_LENGTH || !isLetter(text.charAt(0))) {
            return false;
        }
        return text.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.');
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z';
    }

    /** Encodes as {@code opaque<V>}. */
    @Override
    public void encode(TlsWriter out) {
        out.write(ByteString.utf8(value));
    }

    public static Handle decode(TlsReader in) throws DecodeException {
        byte[] bytes = in.readOpaque(MAX_LENGTH);
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append((char) (b & 0xff));
        }
        if (!isHandle(text.toString())) {
            throw new DecodeException(Reason.INVALID_VALUE, "not a handle");
        }
        return new Handle(text.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
