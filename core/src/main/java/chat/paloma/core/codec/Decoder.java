package chat.paloma.core.codec;

/** Reads one value and leaves the reader behind it. */
@FunctionalInterface
public interface Decoder<T> {
    T decode(TlsReader in) throws DecodeException;

    /**
     * Reads one value that must fill the whole input.
     *
     * @throws DecodeException when the bytes are malformed or some are left over
     */
    default T decodeAll(byte[] input) throws DecodeException {
        TlsReader in = new TlsReader(input);
        T value = decode(in);
        in.expectEnd();
        return value;
    }
}
