/** Key packages in stock, to whom they are handed out, and the invitations under which that is. */
@NullMarked
package chat.paloma.node.keys;

import org.jspecify.annotations.NullMarked;
