package chat.paloma.core.wire;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * Why a node refuses.
 *
 * @param number of a {@link FailureCode}, or of one that a newer node has
 * @param retry whether to try again, so that a client needs not know the number
 * @param retryAfter milliseconds to wait before, at most 2^31-1
 * @param detail for a person who reads a log, at most {@link WireLimits#MAX_TEXT} bytes
 */
public record Failure(int number, Retry retry, int retryAfter, String detail) implements TlsEncodable {
    public Failure {
        if (number < 0 || number > 0xffff || retryAfter < 0) {
            throw new IllegalArgumentException("failure " + number + " after " + retryAfter);
        }
        detail = WireText.shorten(detail, WireLimits.MAX_TEXT);
    }

    public static Failure of(FailureCode code, String detail) {
        return new Failure(code.number(), code.retry(), 0, detail);
    }

    /** A failure that may be tried again after {@code millis}. */
    public static Failure after(FailureCode code, int millis, String detail) {
        return new Failure(code.number(), code.retry(), millis, detail);
    }

    public boolean is(FailureCode code) {
        return number == code.number();
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(number).write(retry).writeUint32(retryAfter);
        WireText.write(out, detail);
    }

    public static Failure decode(TlsReader in) throws DecodeException {
        int number = in.readUint16();
        Retry retry = Retry.decode(in);
        return new Failure(number, retry, WireFields.readCount(in), WireText.read(in, WireLimits.MAX_TEXT));
    }

    @Override
    public String toString() {
        String name = FailureCode.of(number).map(FailureCode::name).orElse("failure " + number);
        return detail.isEmpty() ? name : name + ": " + detail;
    }
}
