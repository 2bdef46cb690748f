package chat.paloma.node.lane;

import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;

/** What is to be appended. */
public record Entry(RecordKind kind, RoomEpoch epoch, Envelope envelope) {}
