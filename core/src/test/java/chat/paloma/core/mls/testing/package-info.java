/** Groups that tests of MLS grow. */
@NullMarked
package chat.paloma.core.mls.testing;

import org.jspecify.annotations.NullMarked;
