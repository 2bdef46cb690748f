package chat.paloma.wasm.shim.java.security;

import org.jspecify.annotations.Nullable;

/**
 * {@code java.security.Security} of a platform without security properties. Bouncy Castle asks it for its own optional
 * settings and takes its defaults when there are none.
 */
public final class Security {
    private Security() {}

    /** No property is set. */
    public static @Nullable String getProperty(String key) {
        return null;
    }
}
