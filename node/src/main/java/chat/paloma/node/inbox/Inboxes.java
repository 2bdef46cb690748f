package chat.paloma.node.inbox;

import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.node.bus.Committed;
import chat.paloma.node.lane.Entry;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.store.Transaction;

/** What is put into the inboxes of devices. */
public final class Inboxes {
    private final Lanes lanes;

    public Inboxes(Lanes lanes) {
        this.lanes = lanes;
    }

    /** Appends to a device's inbox, which is made when the device has none yet. */
    public Committed put(Transaction transaction, DeviceAddress device, RecordKind kind, TlsEncodable content) {
        LaneId lane = new LaneId.Inbox(device);
        if (!lanes.exists(transaction, lane)) {
            lanes.create(transaction, lane, RoomEpoch.NONE);
        }
        return lanes.append(transaction, lane, new Entry(kind, RoomEpoch.NONE, Envelope.of(content)));
    }
}
