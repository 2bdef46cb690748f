package chat.paloma.core.codec;

import static chat.paloma.core.codec.DecodeException.Reason.INVALID_LENGTH_PREFIX;
import static chat.paloma.core.codec.DecodeException.Reason.INVALID_VALUE;
import static chat.paloma.core.codec.DecodeException.Reason.NON_MINIMAL_LENGTH;
import static chat.paloma.core.codec.DecodeException.Reason.TOO_DEEP;
import static chat.paloma.core.codec.DecodeException.Reason.TOO_LARGE;
import static chat.paloma.core.codec.DecodeException.Reason.TRAILING_BYTES;
import static chat.paloma.core.codec.DecodeException.Reason.TRUNCATED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A bounded reader of the TLS presentation language (RFC 8446 section 3, RFC 9420 section 2.1).
 *
 * <p>Invariants: it never reads outside its window; every length is checked against the bytes that are left before
 * anything is allocated, so that it allocates at most a constant factor of its input; nesting ends at
 * {@link #MAX_DEPTH}. Every refusal is a {@link DecodeException}.
 *
 * <p>Single-threaded. The input array must not change while it is read.
 */
public final class TlsReader {
    /** How deeply vectors and structures may be nested. The deepest honest structure of MLS stays below ten. */
    public static final int MAX_DEPTH = 32;

    private final byte[] input;
    private final int end;
    private final int depth;
    private int position;

    public TlsReader(byte[] input) {
        this(input, 0, input.length, 0);
    }

    private TlsReader(byte[] input, int position, int end, int depth) {
        this.input = input;
        this.position = position;
        this.end = end;
        this.depth = depth;
    }

    /** How many bytes are left in this window. */
    public int remaining() {
        return end - position;
    }

    /** Where the next byte lies in the input array. */
    public int position() {
        return position;
    }

    /** The bytes already read from {@code start}, a former {@link #position()}, up to here. */
    public byte[] readSince(int start) {
        if (start < 0 || start > position) {
            throw new IllegalArgumentException("not a former position: " + start);
        }
        return Arrays.copyOfRange(input, start, position);
    }

    public void expectEnd() throws DecodeException {
        if (position != end) {
            throw new DecodeException(TRAILING_BYTES, remaining() + " bytes after the value");
        }
    }

    public int readUint8() throws DecodeException {
        require(1);
        return input[position++] & 0xff;
    }

    public int readUint16() throws DecodeException {
        return (int) readUnsigned(2);
    }

    public int readUint24() throws DecodeException {
        return (int) readUnsigned(3);
    }

    /** An unsigned 32-bit number, from 0 to 2^32 - 1. */
    public long readUint32() throws DecodeException {
        return readUnsigned(4);
    }

    /** An unsigned 64-bit number as the bits of a {@code long}: compare with {@link Long#compareUnsigned}. */
    public long readUint64() throws DecodeException {
        return readUnsigned(8);
    }

    private long readUnsigned(int width) throws DecodeException {
        require(width);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | (input[position++] & 0xff);
        }
        return value;
    }

    /** Exactly {@code length} bytes, for a field of fixed size. */
    public byte[] readBytes(int length) throws DecodeException {
        require(length);
        byte[] out = Arrays.copyOfRange(input, position, position + length);
        position += length;
        return out;
    }

    /** {@code opaque<V>} of at most {@code maxLength} bytes (RFC 9420 section 2.1.2). */
    public byte[] readOpaque(int maxLength) throws DecodeException {
        return readBytes(bounded(readVarint(), maxLength));
    }

    /** {@code opaque<0..2^8-1>} of at most {@code maxLength} bytes. */
    public byte[] readOpaque8(int maxLength) throws DecodeException {
        return readBytes(bounded(readUint8(), maxLength));
    }

    /** {@code opaque<0..2^16-1>} of at most {@code maxLength} bytes. */
    public byte[] readOpaque16(int maxLength) throws DecodeException {
        return readBytes(bounded(readUint16(), maxLength));
    }

    /** {@code opaque<0..2^24-1>} of at most {@code maxLength} bytes. */
    public byte[] readOpaque24(int maxLength) throws DecodeException {
        return readBytes(bounded(readUint24(), maxLength));
    }

    /**
     * {@code T items<V>}: elements until the vector's bytes are used up, at most {@code maxCount} of them.
     *
     * @throws DecodeException also when an element takes no bytes, which would never end
     */
    public <T> List<T> readList(int maxCount, Decoder<T> element) throws DecodeException {
        TlsReader window = readWindow();
        List<T> items = new ArrayList<>();
        while (window.remaining() > 0) {
            if (items.size() == maxCount) {
                throw new DecodeException(TOO_LARGE, "more than " + maxCount + " elements");
            }
            int before = window.position;
            items.add(element.decode(window));
            if (window.position == before) {
                throw new DecodeException(INVALID_VALUE, "an element without bytes");
            }
        }
        return List.copyOf(items);
    }

    /** {@code optional<T>} (RFC 9420 section 2.1.1): a presence byte of 0 or 1, then the value. */
    public <T> Optional<T> readOptional(Decoder<T> value) throws DecodeException {
        return switch (readUint8()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(value.decode(this));
            default -> throw new DecodeException(INVALID_VALUE, "presence is neither 0 nor 1");
        };
    }

    /** The content of a {@code <V>} vector as a reader of its own; this reader continues behind it. */
    public TlsReader readWindow() throws DecodeException {
        if (depth == MAX_DEPTH) {
            throw new DecodeException(TOO_DEEP, "nested more than " + MAX_DEPTH + " levels");
        }
        int length = readVarint();
        require(length);
        TlsReader window = new TlsReader(input, position, position + length, depth + 1);
        position += length;
        return window;
    }

    /** A variable-size length: 1, 2 or 4 bytes, minimal, from 0 to 2^30 - 1 (RFC 9420 section 2.1.2). */
    public int readVarint() throws DecodeException {
        int first = readUint8();
        int extra = first >> 6;
        if (extra == 3) {
            throw new DecodeException(INVALID_LENGTH_PREFIX, "reserved length prefix");
        }
        int width = 1 << extra;
        require(width - 1);
        int value = first & 0x3f;
        for (int i = 1; i < width; i++) {
            value = value << 8 | (input[position++] & 0xff);
        }
        if (width > 1 && value < 1 << (4 * width - 2)) {
            throw new DecodeException(NON_MINIMAL_LENGTH, value + " written in " + width + " bytes");
        }
        return value;
    }

    private static int bounded(int length, int maxLength) throws DecodeException {
        if (length > maxLength) {
            throw new DecodeException(TOO_LARGE, length + " bytes where at most " + maxLength + " are allowed");
        }
        return length;
    }

    private void require(int length) throws DecodeException {
        if (length < 0 || length > end - position) {
            throw new DecodeException(TRUNCATED, "needs " + length + " bytes, has " + remaining());
        }
    }
}
