package chat.paloma.bench.load;

/**
 * What a message carries.
 *
 * @param bytes at least {@link #MARK} of them, never changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Payload(byte[] bytes) {
    /** How many bytes at the end of a payload tell it from every other one of its run. */
    public static final int MARK = Long.BYTES;

    /** By what a delivery is recognized: the last bytes, whatever they are. */
    public long mark() {
        return markBefore(bytes, bytes.length);
    }

    /** The mark of a payload that ends at this index. */
    public static long markBefore(byte[] bytes, int end) {
        long mark = 0;
        for (int i = end - MARK; i < end; i++) {
            mark = (mark << 8) | (bytes[i] & 0xff);
        }
        return mark;
    }
}
