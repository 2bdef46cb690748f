package chat.paloma.wasm.shim.javax.security.auth;

/**
 * {@code javax.security.auth.Destroyable}, with the defaults of the real interface: an object that does not override
 * {@link #destroy} says that it could not be destroyed.
 */
public interface Destroyable {
    default void destroy() throws DestroyFailedException {
        throw new DestroyFailedException();
    }

    default boolean isDestroyed() {
        return false;
    }
}
