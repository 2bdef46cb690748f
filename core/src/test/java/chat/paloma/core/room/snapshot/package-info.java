/** Snapshots: that a room comes out of one as it went in, and what is refused. */
@NullMarked
package chat.paloma.core.room.snapshot;

import org.jspecify.annotations.NullMarked;
