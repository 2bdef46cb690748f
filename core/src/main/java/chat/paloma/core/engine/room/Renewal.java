package chat.paloma.core.engine.room;

import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;

/**
 * Goes on with a room in its next generation, when its group can't be followed any further: a new group of the same
 * accounts, with the same policy.
 */
final class Renewal {
    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final RoomId room;

    Renewal(RoomContext context, RoomId room) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.room = room;
    }

    void renew(Intents.Key key, Intent.Renew renew, Runnable done) {
        Roster roster = Groups.roster(rooms.groups().require(room));
        if (roster.policy().group().generation() >= renew.generation()) {
            rooms.intents().done(key);
        } else if (!roster.policy().roleOf(device.account()).isAtLeast(Role.ADMINISTRATOR)) {
            rooms.intents().refused(key, new Problem(ProblemCode.FORBIDDEN, "only administrators renew a room"));
        }
        done.run();
    }
}
