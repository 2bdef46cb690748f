package chat.paloma.client.store;

/** The profile can't be used: it is in use, damaged, of another version, or the disk refuses. The message is one line for a person. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
