/** Groups in which Paloma and other implementations of MLS are members together. */
@NullMarked
package chat.paloma.interop;

import org.jspecify.annotations.NullMarked;
