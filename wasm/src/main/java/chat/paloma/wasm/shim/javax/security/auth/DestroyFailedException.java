package chat.paloma.wasm.shim.javax.security.auth;

/** {@code javax.security.auth.DestroyFailedException}. */
public class DestroyFailedException extends Exception {
    public DestroyFailedException() {}

    public DestroyFailedException(String message) {
        super(message);
    }
}
