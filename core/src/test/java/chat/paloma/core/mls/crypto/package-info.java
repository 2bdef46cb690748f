/** Tests of this package. */
@NullMarked
package chat.paloma.core.mls.crypto;

import org.jspecify.annotations.NullMarked;
