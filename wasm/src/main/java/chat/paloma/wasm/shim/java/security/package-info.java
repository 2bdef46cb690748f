/** Stand-ins for classes of {@code java.security}. */
@NullMarked
package chat.paloma.wasm.shim.java.security;

import org.jspecify.annotations.NullMarked;
