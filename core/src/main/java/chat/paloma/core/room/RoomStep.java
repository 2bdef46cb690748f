package chat.paloma.core.room;

import chat.paloma.core.room.store.StoreWrite;
import java.util.List;

/**
 * What came of telling a room something.
 *
 * @param outcomes one for each input, in their order
 * @param writes to be stored together, before the room is used again
 * @param changes what a client shows anew
 */
public record RoomStep(List<Outcome> outcomes, List<StoreWrite> writes, RoomChanges changes) {
    public RoomStep {
        outcomes = List.copyOf(outcomes);
        writes = List.copyOf(writes);
    }
}
