package chat.paloma.bench;

/** A benchmark could not measure. The message says what is missing and what to do. */
public final class BenchmarkException extends Exception {
    private static final long serialVersionUID = 1L;

    public BenchmarkException(String message) {
        super(message);
    }

    public BenchmarkException(String message, Throwable cause) {
        super(message, cause);
    }
}
