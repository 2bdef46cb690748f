/**
 * What a person did in a room, as bytes that never change (docs/room.md, <i>Operations</i>).
 *
 * <p>It knows what an operation is and which bytes are one. It is not responsible for what operations come to together,
 * nor for how one travels.
 */
@NullMarked
package chat.paloma.core.room.operation;

import org.jspecify.annotations.NullMarked;
