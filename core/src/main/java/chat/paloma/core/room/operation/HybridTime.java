package chat.paloma.core.room.operation;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * A time of a hybrid logical clock: milliseconds since 1970 in the upper 48 bits, and a counter in the lower 16 that
 * orders what happens within one of them.
 *
 * @param value not negative
 */
public record HybridTime(long value) implements TlsEncodable, Comparable<HybridTime> {
    public static final HybridTime ZERO = new HybridTime(0);
    /** How far a time may lie from that at which the node took the operation, in milliseconds. */
    public static final long TOLERANCE = 5 * 60 * 1000;

    private static final int COUNTER_BITS = 16;
    private static final long MAX_MILLIS = Long.MAX_VALUE >> COUNTER_BITS;

    public HybridTime {
        if (value < 0) {
            throw new IllegalArgumentException("a negative time");
        }
    }

    /** The first time of a millisecond; one before 1970 or after the year 6429 becomes the nearest that there is. */
    public static HybridTime ofMillis(long millis) {
        return new HybridTime(Math.max(0, Math.min(millis, MAX_MILLIS)) << COUNTER_BITS);
    }

    /** Milliseconds since 1970. */
    public long millis() {
        return value >> COUNTER_BITS;
    }

    /**
     * The effective time of an operation with this one: this, or the nearest time within {@link #TOLERANCE} of that at
     * which a node took it. So nobody can put a message far into the past or the future.
     *
     * @param acceptTime in milliseconds since 1970, not negative
     */
    public HybridTime clampedTo(long acceptTime) {
        long accepted = Math.min(acceptTime, MAX_MILLIS - TOLERANCE - 1);
        long lowest = ofMillis(accepted - TOLERANCE).value;
        long highest = ofMillis(accepted + TOLERANCE + 1).value - 1;
        return new HybridTime(Math.max(lowest, Math.min(value, highest)));
    }

    /**
     * A time at which a node may have taken an operation with this time, so that its effective time is the one given: with
     * it {@link #clampedTo} gives that again.
     *
     * @param effective what {@link #clampedTo} gave
     * @return in milliseconds since 1970
     */
    public long acceptTimeOf(HybridTime effective) {
        if (effective.value > value) {
            return effective.millis() + TOLERANCE;
        }
        return effective.value < value ? Math.max(0, effective.millis() - TOLERANCE) : millis();
    }

    @Override
    public int compareTo(HybridTime other) {
        return Long.compare(value, other.value);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint64(value);
    }

    public static HybridTime decode(TlsReader in) throws DecodeException {
        long value = in.readUint64();
        if (value < 0) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "a time of 64 bits");
        }
        return new HybridTime(value);
    }
}
