/** Bouncy Castle's implementation of MLS, in this process. */
@NullMarked
package chat.paloma.interop.bouncycastle;

import org.jspecify.annotations.NullMarked;
