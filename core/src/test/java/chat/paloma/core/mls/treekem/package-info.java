/** Tests of this package. */
@NullMarked
package chat.paloma.core.mls.treekem;

import org.jspecify.annotations.NullMarked;
