package chat.paloma.core.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable string of bytes with value equality: for public values such as ids, hashes and public keys.
 *
 * <p>Comparing is not constant-time and printing shows the content, so a secret never goes in here.
 */
public final class ByteString implements TlsEncodable, Comparable<ByteString> {
    public static final ByteString EMPTY = new ByteString(new byte[0]);
    private static final String HEX = "0123456789abcdef";

    private final byte[] bytes;

    private ByteString(byte[] bytes) {
        this.bytes = bytes;
    }

    public static ByteString copyOf(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new ByteString(bytes.clone());
    }

    /** Takes the array itself: the caller promises never to write to it again. */
    public static ByteString adopt(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new ByteString(bytes);
    }

    public static ByteString utf8(String text) {
        return adopt(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads lower- or upper-case hexadecimal.
     *
     * @throws IllegalArgumentException when the text is not an even number of hexadecimal digits
     */
    public static ByteString fromHex(String hex) {
        if (hex.length() % 2 != 0) {
            throw new IllegalArgumentException("odd number of hexadecimal digits");
        }
        byte[] out = new byte[hex.length() / 2];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) (digit(hex.charAt(2 * i)) << 4 | digit(hex.charAt(2 * i + 1)));
        }
        return adopt(out);
    }

    private static int digit(char c) {
        int value = Character.digit(c, 16);
        if (value < 0 || c > 'f') {
            throw new IllegalArgumentException("not a hexadecimal digit");
        }
        return value;
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** The byte at {@code index}, which must be within {@code [0, length())}. */
    public byte at(int index) {
        if (index < 0 || index >= bytes.length) {
            throw new IndexOutOfBoundsException("index " + index + " of " + bytes.length);
        }
        return bytes[index];
    }

    /** A copy that the caller may change. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    public ByteString slice(int from, int to) {
        if (from < 0 || to < from || to > bytes.length) {
            throw new IndexOutOfBoundsException("slice " + from + ".." + to + " of " + bytes.length);
        }
        return adopt(Arrays.copyOfRange(bytes, from, to));
    }

    public String toHex() {
        StringBuilder out = new StringBuilder(bytes.length * 2);
        for (byte b : bytes) {
            out.append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
        }
        return out.toString();
    }

    /** Encodes as {@code opaque value<V>}. */
    @Override
    public void encode(TlsWriter out) {
        out.writeOpaque(bytes);
    }

    /** Reads {@code opaque value<V>} of at most {@code maxLength} bytes. */
    public static ByteString decode(TlsReader in, int maxLength) throws DecodeException {
        return adopt(in.readOpaque(maxLength));
    }

    /** Lexicographic order of unsigned bytes. */
    @Override
    public int compareTo(ByteString other) {
        int shared = Math.min(bytes.length, other.bytes.length);
        for (int i = 0; i < shared; i++) {
            int difference = (bytes[i] & 0xff) - (other.bytes[i] & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return bytes.length - other.bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
