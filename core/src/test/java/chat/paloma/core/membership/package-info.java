/** Rooms: every rule kept and every rule broken, in real groups. */
@NullMarked
package chat.paloma.core.membership;

import org.jspecify.annotations.NullMarked;
