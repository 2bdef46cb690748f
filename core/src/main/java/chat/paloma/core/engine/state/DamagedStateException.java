package chat.paloma.core.engine.state;

/** What is stored is not what an engine wrote. */
public final class DamagedStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DamagedStateException(String detail, Throwable cause) {
        super(detail, cause);
    }
}
