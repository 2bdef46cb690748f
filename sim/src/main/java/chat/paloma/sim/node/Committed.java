package chat.paloma.sim.node;

import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.LaneRequests.Appended;
import java.util.Optional;

/**
 * A record at its place in a lane.
 *
 * @param joined who came in by itself, when it is an external commit
 * @param author who wrote it, when it is a message
 */
public record Committed(
        LaneId lane,
        LaneRecord record,
        Position position,
        Optional<DeviceAddress> joined,
        Optional<DeviceAddress> author) {
    Committed(LaneId lane, LaneRecord record, Position position) {
        this(lane, record, position, Optional.empty(), Optional.empty());
    }

    Committed joinedBy(DeviceAddress device) {
        return new Committed(lane, record, position, Optional.of(device), author);
    }

    Committed writtenBy(DeviceAddress device) {
        return new Committed(lane, record, position, joined, Optional.of(device));
    }

    Appended appended() {
        return new Appended(lane, position, record.header().acceptTime());
    }
}
