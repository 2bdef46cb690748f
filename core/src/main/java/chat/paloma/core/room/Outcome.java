package chat.paloma.core.room;

import chat.paloma.core.room.operation.OperationId;
import java.util.List;

/**
 * What became of one input.
 *
 * @param missing what it waits for, when it is {@link Status#WAITING}
 */
public record Outcome(OperationId id, Status status, List<OperationId> missing) {
    /** What became of an input. */
    public enum Status {
        /** The operation has its effect now, or the absence is noted. */
        APPLIED,
        /** It is kept, and has its effect once everything that it depends on is there. */
        WAITING,
        /** It was known. If this acceptance makes its effective time smaller, the room has changed all the same. */
        REPEATED,
        /** It is of another room, and was dropped. */
        OTHER_ROOM,
        /** It would have to wait, and there is no room for that. It was dropped: read it again from its lane later. */
        BUFFER_FULL
    }

    public Outcome {
        missing = List.copyOf(missing);
    }

    static Outcome of(OperationId id, Status status) {
        return new Outcome(id, status, List.of());
    }
}
