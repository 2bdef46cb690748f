/** Rooms: that everybody who was told the same has the same, and that each rule of merging is needed for it. */
@NullMarked
package chat.paloma.core.room;

import org.jspecify.annotations.NullMarked;
