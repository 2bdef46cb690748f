package chat.paloma.node.lane;

import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RoomEpoch;

/**
 * A lane's row: where it ends.
 *
 * @param key of the lane in the database
 * @param acceptTime of the last record, 0 when there is none
 * @param epoch that messages must be of, for a room's lane
 */
record LaneState(long key, LaneId lane, Position position, long acceptTime, RoomEpoch epoch) {
    LaneState withEpoch(RoomEpoch next) {
        return new LaneState(key, lane, position, acceptTime, next);
    }
}
