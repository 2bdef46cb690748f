/**
 * Stand-ins for classes of {@code java.*} and {@code javax.*} that Bouncy Castle names and TeaVM's class library lacks.
 *
 * <p>{@link chat.paloma.wasm.shim.ShimPolicy} tells the compiler to take {@code chat.paloma.wasm.shim.X} wherever the
 * code says {@code X}. They exist only in WebAssembly. A shim does what the specification of the real class asks for on
 * a platform without the service; none of them pretends that something happened.
 */
@NullMarked
package chat.paloma.wasm.shim;

import org.jspecify.annotations.NullMarked;
