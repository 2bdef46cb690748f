package chat.paloma.core.engine.archive;

import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.HybridTime;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What rooms keep no longer, as their owners have decided. */
final class Retention {
    private final Rooms rooms;
    private final LongSupplier now;

    /** @param now in milliseconds since 1970 */
    Retention(Rooms rooms, LongSupplier now) {
        this.rooms = rooms;
        this.now = now;
    }

    /** Whether something of this time is kept no longer in a room. */
    boolean isOver(RoomId room, HybridTime effective) {
        return seconds(room)
                .filter(seconds -> effective.millis() < now.getAsLong() - seconds * 1000)
                .isPresent();
    }

    /** Whether a segment is to be rewritten, of which the oldest of a room is of this time: not for each minute anew. */
    boolean isLongOver(RoomId room, long oldest) {
        return seconds(room)
                .filter(seconds -> oldest < now.getAsLong() - seconds * 1000 - seconds * 100)
                .isPresent();
    }

    private Optional<Long> seconds(RoomId room) {
        return rooms.retention(room).filter(seconds -> seconds > 0);
    }
}
