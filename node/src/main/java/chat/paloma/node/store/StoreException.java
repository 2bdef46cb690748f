package chat.paloma.node.store;

/** The database did not do what was asked: nothing of the write that failed is stored. */
public final class StoreException extends RuntimeException {
    /** What is wrong, as far as the database tells. */
    public enum Reason {
        /** More writes wait than are allowed. */
        BUSY,
        /** The disk is full, or can't be written. */
        UNAVAILABLE,
        /** The server of the database does not answer. */
        NOT_REACHED,
        /** The server of the database does not let the node in. */
        NOT_LET_IN,
        /** The server of the database is not the one that the node trusts, or does not trust the node's certificate. */
        NOT_TRUSTED,
        /** What was read is not what was written. */
        DAMAGED,
        /** The database is closed, because the node shuts down. */
        CLOSED
    }

    private final Reason reason;

    public StoreException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public StoreException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
