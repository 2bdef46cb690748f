package chat.paloma.core.engine.room;

import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.membership.RoomId;
import java.util.HashMap;
import java.util.Map;

/**
 * Repairs rooms that this device can't follow any further, without anybody asking: it joins again by an external commit,
 * a few times with growing waits. When that fails and this device may do so, it goes on with the room in the next
 * generation.
 */
final class Repairs {
    private static final long FIRST_WAIT = 1_000;
    private static final int ATTEMPTS = 4;

    private final RoomContext context;
    private final Device device;
    private final RoomLanes lanes;
    private final Map<RoomId, Integer> attempts = new HashMap<>();

    Repairs(RoomContext context, RoomLanes lanes) {
        this.context = context;
        this.device = context.device();
        this.lanes = lanes;
    }

    /** A room is stuck. */
    void begin(RoomId room) {
        int attempt = attempts.merge(room, 1, Integer::sum);
        if (attempt <= ATTEMPTS) {
            // A Welcome into the next generation may be on its way.
            long wait = FIRST_WAIT << (2 * attempt - 2);
            device.after(wait, () -> {
                if (isStuck(room)) {
                    lanes.entrance().rejoin(room, problem -> refused(room));
                }
            });
        } else if (attempt == ATTEMPTS + 1) {
            Renewal.renew(
                    context,
                    room,
                    () -> lanes.drive(room),
                    problem -> context.rooms().stick(room, problem.toString()));
        }
    }

    private boolean isStuck(RoomId room) {
        return context.rooms()
                .find(room)
                .filter(entry -> entry.standing() == Standing.STUCK)
                .isPresent();
    }

    private void refused(RoomId room) {
        if (isStuck(room)) {
            begin(room);
        }
    }

    /** Tries anew because somebody asks. */
    void retry(RoomId room) {
        attempts.remove(room);
        begin(room);
    }

    /** Why a room is stuck, for a person. */
    static Problem problem(RoomEntry entry) {
        return new Problem(chat.paloma.core.engine.api.ProblemCode.ROOM_STUCK, entry.why());
    }
}
