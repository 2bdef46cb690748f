/** Tests of this package. */
@NullMarked
package chat.paloma.core.mls.keypackage;

import org.jspecify.annotations.NullMarked;
