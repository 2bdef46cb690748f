package chat.paloma.core.wire;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsReader;

/** Small fields that several bodies have. */
final class WireFields {
    private WireFields() {}

    static boolean readBoolean(TlsReader in) throws DecodeException {
        int value = in.readUint8();
        if (value > 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "neither 0 nor 1: " + value);
        }
        return value == 1;
    }

    /** A number of 32 bits that is at most 2^31-1. */
    static int readCount(TlsReader in) throws DecodeException {
        long value = in.readUint32();
        if (value > Integer.MAX_VALUE) {
            throw new DecodeException(Reason.TOO_LARGE, "a count of " + value);
        }
        return (int) value;
    }

    /** A number of 64 bits that is at most 2^63-1. */
    static long readLong(TlsReader in) throws DecodeException {
        long value = in.readUint64();
        if (value < 0) {
            throw new DecodeException(Reason.TOO_LARGE, "a number of 64 bits");
        }
        return value;
    }
}
