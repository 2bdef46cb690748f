package chat.paloma.node;

/** Why a node cannot start. The message is one line for the operator: what is wrong and what to do. */
public final class NodeException extends Exception {
    private static final long serialVersionUID = 1L;

    public NodeException(String message) {
        super(message);
    }

    public NodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
