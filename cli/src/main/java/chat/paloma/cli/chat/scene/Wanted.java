package chat.paloma.cli.chat.scene;

import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.util.Optional;

/**
 * What the person looks at.
 *
 * @param thread the message below which the thread stands that is open
 * @param around a message in the timeline, around which to read; nothing for the newest
 * @param threadAround the same in the thread
 */
public record Wanted(
        Optional<RoomId> room,
        Optional<OperationId> thread,
        Optional<OperationId> around,
        Optional<OperationId> threadAround) {
    public static final Wanted NOTHING =
            new Wanted(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
