package chat.paloma.core.codec;

/**
 * The one error of decoding: the bytes are not an encoding of what was asked for.
 *
 * <p>It carries no stack trace, so that refusing hostile input stays cheap. It is final for these bytes: the same input
 * never decodes later.
 */
public final class DecodeException extends Exception {
    /** What is wrong with the bytes. */
    public enum Reason {
        /** The input ends before the value does. */
        TRUNCATED,
        /** Bytes are left after the value. */
        TRAILING_BYTES,
        /** A length is written in more bytes than it needs (RFC 9420 section 2.1.2). */
        NON_MINIMAL_LENGTH,
        /** A length starts with the reserved prefix 11 (RFC 9420 section 2.1.2). */
        INVALID_LENGTH_PREFIX,
        /** A vector or a number is larger than its bound. */
        TOO_LARGE,
        /** Structures are nested more deeply than {@link TlsReader#MAX_DEPTH}. */
        TOO_DEEP,
        /** The bytes have the right form and a value that is not allowed. */
        INVALID_VALUE
    }

    private final Reason reason;

    public DecodeException(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
