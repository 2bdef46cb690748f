package chat.paloma.node.presence;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.wire.Event;
import chat.paloma.node.bus.NodeSignal;
import chat.paloma.node.bus.NodeSignals;
import chat.paloma.node.delivery.Deliveries;

/** Shows what is not stored to all who follow a lane, on whatever node. */
public final class RoomSignals {
    private final Deliveries deliveries;
    private final NodeSignals nodes;

    public RoomSignals(Deliveries deliveries, NodeSignals nodes) {
        this.deliveries = deliveries;
        this.nodes = nodes;
        nodes.listen((node, signal) -> {
            if (signal instanceof NodeSignal.InLane(LaneId lane, DeviceAddress sender, ByteString frame)) {
                deliveries.signal(lane, sender, frame);
            }
        });
    }

    /** Shows an event to all but its sender. */
    void show(LaneId lane, DeviceAddress sender, Event event) {
        ByteString frame = ByteString.adopt(event.frame().encoded());
        deliveries.signal(lane, sender, frame);
        nodes.send(new NodeSignal.InLane(lane, sender, frame));
    }
}
