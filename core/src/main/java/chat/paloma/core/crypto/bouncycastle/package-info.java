/**
 * The primitives from Bouncy Castle's lightweight API, in a form that compiles to WebAssembly as well.
 *
 * <p>Every length is checked here before the library sees it.
 */
@NullMarked
package chat.paloma.core.crypto.bouncycastle;

import org.jspecify.annotations.NullMarked;
