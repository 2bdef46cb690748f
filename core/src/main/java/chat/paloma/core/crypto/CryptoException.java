package chat.paloma.core.crypto;

/**
 * An operation refused its input. Final for this input: trying again gives the same refusal.
 *
 * <p>It tells what was wrong and nothing about a secret. It carries no stack trace, so that refusing hostile input
 * stays cheap.
 */
public final class CryptoException extends Exception {
    /** What the operation refused. */
    public enum Reason {
        /** A ciphertext that this key, nonce and associated data did not make. */
        AUTHENTICATION_FAILED,
        /** A key of the wrong length, or bytes that are no key of this algorithm. */
        INVALID_KEY,
        /** A KEM encapsulation or a ciphertext of a length that none has. */
        INVALID_CIPHERTEXT,
        /** An operation that this algorithm does not have, such as an authenticated post-quantum KEM. */
        UNSUPPORTED
    }

    private final Reason reason;

    public CryptoException(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
