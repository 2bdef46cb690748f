/**
 * Rooms: their groups, their lanes, what is sent to them and how they are changed.
 *
 * <p>What a record of a lane means is decided from the group and the record alone, and is stored together with how far
 * the lane was read.
 */
@NullMarked
package chat.paloma.core.engine.room;

import org.jspecify.annotations.NullMarked;
