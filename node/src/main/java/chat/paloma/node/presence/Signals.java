package chat.paloma.node.presence;

import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.SignalRequests.Signal;
import chat.paloma.node.account.Caller;
import chat.paloma.node.room.RoomDirectory;

/** Signals such as typing: encrypted by their sender, shown to the members who follow the room, stored nowhere. */
public final class Signals {
    private final RoomDirectory rooms;
    private final RoomSignals signals;

    public Signals(RoomDirectory rooms, RoomSignals signals) {
        this.rooms = rooms;
        this.signals = signals;
    }

    /** Shows a signal. */
    public Done signal(Caller caller, Signal request) {
        rooms.requireMember(request.room(), caller);
        signals.show(
                new LaneId.Room(request.room(), RegionId.ONLY),
                caller.device(),
                new Event.Signalled(request.room(), request.content()));
        return new Done();
    }
}
