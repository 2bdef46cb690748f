/** Tests of this package. */
@NullMarked
package chat.paloma.core.mls.tree;

import org.jspecify.annotations.NullMarked;
