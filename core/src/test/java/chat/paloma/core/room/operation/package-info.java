/** Operations: which bytes are one, and what is refused. */
@NullMarked
package chat.paloma.core.room.operation;

import org.jspecify.annotations.NullMarked;
