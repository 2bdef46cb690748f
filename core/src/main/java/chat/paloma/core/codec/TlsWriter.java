package chat.paloma.core.codec;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A writer of the TLS presentation language (RFC 8446 section 3, RFC 9420 section 2.1).
 *
 * <p>Everything that it writes, {@link TlsReader} reads back. A value outside its range is a programming error and
 * throws {@link IllegalArgumentException}. Single-threaded.
 */
public final class TlsWriter {
    /** The longest variable-size vector, in bytes (RFC 9420 section 2.1.2). */
    public static final int MAX_VECTOR = (1 << 30) - 1;

    private byte[] buffer;
    private int length;

    public TlsWriter() {
        this(64);
    }

    /** A writer with room for so many bytes: more find room too, after copying. */
    public TlsWriter(int capacity) {
        buffer = new byte[capacity];
    }

    public TlsWriter writeUint8(int value) {
        return writeUnsigned(value, 1);
    }

    public TlsWriter writeUint16(int value) {
        return writeUnsigned(value, 2);
    }

    public TlsWriter writeUint24(int value) {
        return writeUnsigned(value, 3);
    }

    public TlsWriter writeUint32(long value) {
        return writeUnsigned(value, 4);
    }

    /** All 64 bits of {@code value}, as an unsigned number. */
    public TlsWriter writeUint64(long value) {
        return appendBigEndian(value, 8);
    }

    private TlsWriter writeUnsigned(long value, int width) {
        if (value < 0 || value >>> (8 * width) != 0) {
            throw new IllegalArgumentException(value + " does not fit into " + width + " bytes");
        }
        return appendBigEndian(value, width);
    }

    private TlsWriter appendBigEndian(long value, int width) {
        grow(width);
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** The bytes alone, for a field of fixed size. */
    public TlsWriter writeBytes(byte[] bytes) {
        grow(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    /** {@code opaque<V>}. */
    public TlsWriter writeOpaque(byte[] bytes) {
        return writeVarint(bytes.length).writeBytes(bytes);
    }

    /** {@code opaque<0..2^8-1>}. */
    public TlsWriter writeOpaque8(byte[] bytes) {
        return writeUint8(bytes.length).writeBytes(bytes);
    }

    /** {@code opaque<0..2^16-1>}. */
    public TlsWriter writeOpaque16(byte[] bytes) {
        return writeUint16(bytes.length).writeBytes(bytes);
    }

    /** {@code opaque<0..2^24-1>}. */
    public TlsWriter writeOpaque24(byte[] bytes) {
        return writeUint24(bytes.length).writeBytes(bytes);
    }

    public TlsWriter write(TlsEncodable value) {
        value.encode(this);
        return this;
    }

    /** {@code T items<V>}. */
    public TlsWriter writeList(Collection<? extends TlsEncodable> items) {
        return writeVector(out -> items.forEach(out::write));
    }

    /** A {@code <V>} vector with whatever {@code content} appends to the writer that it is given: this one. */
    public TlsWriter writeVector(Consumer<TlsWriter> content) {
        int start = length;
        content.accept(this);
        int size = length - start;
        // Its length is known only now: the content makes room for it.
        int prefix = varintLength(size);
        grow(prefix);
        System.arraycopy(buffer, start, buffer, start + prefix, size);
        length = start;
        writeVarint(size);
        length += size;
        return this;
    }

    /** {@code optional<T>} (RFC 9420 section 2.1.1). */
    public TlsWriter writeOptional(Optional<? extends TlsEncodable> value) {
        writeUint8(value.isPresent() ? 1 : 0);
        value.ifPresent(this::write);
        return this;
    }

    /** The shortest variable-size encoding of a length from 0 to {@link #MAX_VECTOR}. */
    public TlsWriter writeVarint(int value) {
        if (value < 0 || value > MAX_VECTOR) {
            throw new IllegalArgumentException("not a vector length: " + value);
        }
        if (value < 1 << 6) {
            return writeUint8(value);
        }
        if (value < 1 << 14) {
            return writeUint16(value | 1 << 14);
        }
        return writeUint32(value | 1L << 31);
    }

    private static int varintLength(int value) {
        if (value < 1 << 6) {
            return 1;
        }
        return value < 1 << 14 ? 2 : 4;
    }

    /** How many bytes are written so far. */
    public int length() {
        return length;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    public ByteString toByteString() {
        return ByteString.adopt(toByteArray());
    }

    /** Overwrites what was written, after a secret went through. */
    public void erase() {
        Arrays.fill(buffer, (byte) 0);
        length = 0;
    }

    private void grow(int extra) {
        if (extra > Integer.MAX_VALUE - 64 - length) {
            throw new IllegalArgumentException("an encoding of more than 2 GiB");
        }
        if (length + extra > buffer.length) {
            byte[] larger =
                    new byte[Math.max(length + extra, (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 64))];
            System.arraycopy(buffer, 0, larger, 0, length);
            Arrays.fill(buffer, (byte) 0);
            buffer = larger;
        }
    }
}
