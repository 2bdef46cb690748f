/** How nodes tell themselves and each other what was committed. */
@NullMarked
package chat.paloma.node.bus;

import org.jspecify.annotations.NullMarked;
