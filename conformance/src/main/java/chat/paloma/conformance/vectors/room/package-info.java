/** The project's own vectors of rooms, which fix what docs/room.md says on every runtime. */
@NullMarked
package chat.paloma.conformance.vectors.room;

import org.jspecify.annotations.NullMarked;
