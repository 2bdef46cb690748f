package chat.paloma.client;

/** Something that a person asked for can't be done. The message is one line for that person. */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ClientException(String message) {
        super(message);
    }

    public ClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
