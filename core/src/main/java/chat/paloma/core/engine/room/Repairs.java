package chat.paloma.core.engine.room;

import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
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
    /** Waits grow by four, up to more than an hour. */
    private static final int MAX_SHIFT = 12;
    /** When joining again has failed so often, the room is to go on in its next generation. */
    private static final int BEFORE_RENEWAL = 4;

    private static final int MAX_ATTEMPTS = 12;

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
        if (attempt > MAX_ATTEMPTS) {
            return;
        }
        // A Welcome into the next generation may be on its way.
        long wait = FIRST_WAIT << Math.min(2 * attempt - 2, MAX_SHIFT);
        device.whileConnected(wait, () -> {
            if (isStuck(room)) {
                lanes.entrance().rejoin(room, problem -> refused(room, attempt, problem));
            }
        });
    }

    private boolean isStuck(RoomId room) {
        return context.rooms()
                .find(room)
                .filter(entry -> entry.standing() == Standing.STUCK)
                .isPresent();
    }

    private void refused(RoomId room, int attempt, Problem problem) {
        if (!isStuck(room)) {
            return;
        }
        if (problem.code() == ProblemCode.SERVER_DECEIVES) {
            context.rooms().stickBecause(room, problem.toString());
        }
        if (attempt < BEFORE_RENEWAL) {
            begin(room);
        } else {
            // Who may not do that waits for somebody who may.
            Renewal.renew(context, room, () -> lanes.drive(room), impossible -> begin(room));
        }
    }

    /** Tries anew because somebody asks. */
    void retry(RoomId room) {
        attempts.remove(room);
        begin(room);
    }

    /** Why a room is stuck, for a person. */
    static Problem problem(RoomEntry entry) {
        return new Problem(ProblemCode.ROOM_STUCK, entry.why());
    }
}
