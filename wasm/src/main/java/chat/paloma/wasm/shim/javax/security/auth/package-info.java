/** Stand-ins for classes of {@code javax.security.auth}. */
@NullMarked
package chat.paloma.wasm.shim.javax.security.auth;

import org.jspecify.annotations.NullMarked;
