package chat.paloma.core.room;

import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import java.util.List;

/** What a room is told. The order in which it is told things, and how often, makes no difference to what it becomes. */
public sealed interface RoomInput {
    /** This device made an operation, see {@link RoomComposer}; no lane has accepted it yet. */
    record Queued(Operation operation) implements RoomInput {}

    /**
     * A lane has accepted an operation. Each acceptance is told, also of one's own operation and of one that is known.
     *
     * @param acceptTime of the lane's record, in milliseconds since 1970
     */
    record Accepted(Operation operation, long acceptTime, Attestation attestation) implements RoomInput {}

    /**
     * A snapshot or an archive has the operation. It waits for nothing.
     *
     * @param effective its effective time, as told there
     */
    record Restored(Operation operation, HybridTime effective, Attestation attestation) implements RoomInput {}

    /**
     * An operation will never come, as far as the engine can tell: it is from before this device joined, was deleted
     * by its author before a snapshot was made, or can't be read. What waits for it goes on. Should it come after all,
     * it has its effect.
     *
     * @param past what it names as its past, as far as a snapshot tells
     */
    record Absent(OperationId id, List<OperationId> past) implements RoomInput {
        public Absent {
            past = List.copyOf(past);
        }

        /** One of which nothing is known. */
        public Absent(OperationId id) {
            this(id, List.of());
        }
    }
}
