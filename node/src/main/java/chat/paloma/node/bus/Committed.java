package chat.paloma.node.bus;

import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;

/** A record that has its place. It may be shown once the transaction in which it got it is on disk. */
public record Committed(LaneId lane, LaneRecord record, Position position) {}
