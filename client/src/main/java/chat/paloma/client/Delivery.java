package chat.paloma.client;

import chat.paloma.client.store.StoredRoom;
import chat.paloma.client.transport.NodeException;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.FollowState;
import chat.paloma.core.wire.LaneRequests.LaneStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows the inbox and all rooms: from where each was read, without a gap, through ranges first and events then. */
final class Delivery {
    private final Device device;
    private final Session session;
    private final LaneReader lanes;
    private final Inbox inbox;
    private final Rooms rooms;
    private final KeyPackageStock stock;
    private final Set<LaneId> followed = new HashSet<>();

    Delivery(Device device, Session session, LaneReader lanes, Inbox inbox, Rooms rooms, KeyPackageStock stock) {
        this.device = device;
        this.session = session;
        this.lanes = lanes;
        this.inbox = inbox;
        this.rooms = rooms;
        this.stock = stock;
    }

    /** Follows what is not followed yet, and reads it to its end. */
    void follow() throws NodeException, InterruptedException {
        follow(device.inbox());
        for (RoomId room : rooms.ids()) {
            // One that the node does not have yet is followed once it is opened.
            if (rooms.find(room)
                    .filter(each -> each.chain().position().sequence() > 0)
                    .isPresent()) {
                follow(Device.lane(room));
            }
        }
    }

    private void follow(LaneId lane) throws NodeException, InterruptedException {
        Optional<LaneChain> chain = chain(lane);
        if (chain.isEmpty() || followed.contains(lane)) {
            return;
        }
        LaneStatus status = session.ask(
                        new Follow(List.of(new Cursor(lane, chain.get().position()))))
                .lanes()
                .getFirst();
        if (status.state() == FollowState.DIVERGED) {
            throw new ClientException("the server shows another history than before; nothing of it was taken in");
        }
        if (status.state() == FollowState.NOT_FOUND && lane instanceof LaneId.Room(RoomId room, var region)) {
            rooms.stick(room, "the server does not let this device read it any more");
            return;
        }
        followed.add(lane);
        catchUp(lane);
    }

    private Optional<LaneChain> chain(LaneId lane) {
        return switch (lane) {
            case LaneId.Inbox own -> Optional.of(inbox.chain());
            case LaneId.Room(RoomId room, var region) -> rooms.find(room).map(StoredRoom::chain);
        };
    }

    private void catchUp(LaneId lane) throws NodeException, InterruptedException {
        switch (lane) {
            case LaneId.Inbox own -> inbox.catchUp();
            case LaneId.Room(RoomId room, var region) -> rooms.catchUp(room);
        }
    }

    /** Does what an event asks for. */
    void take(Event event) throws NodeException, InterruptedException {
        switch (event) {
            case Event.Delivered delivered -> take(delivered);
            case Event.FellBehind behind -> {
                followed.remove(behind.lane());
                follow(behind.lane());
            }
            case Event.StockLow low -> stock.fill(low.left());
            case Event.Draining draining ->
                throw NodeException.unreachable("the server is being stopped: connect again soon");
            case Event.Signalled ignored -> {}
            case Event.PresenceChanged ignored -> {}
            case Event.ReceiptChanged ignored -> {}
        }
    }

    private void take(Event.Delivered event) throws NodeException, InterruptedException {
        Optional<LaneChain> chain = chain(event.lane());
        long sequence = event.record().header().sequence();
        // What a range brought already comes as an event too.
        if (chain.isEmpty() || sequence <= chain.get().position().sequence()) {
            return;
        }
        if (sequence > chain.get().position().sequence() + 1) {
            catchUp(event.lane());
            return;
        }
        LaneChain after = lanes.follow(chain.get(), event.record(), event.head());
        switch (event.lane()) {
            case LaneId.Inbox own -> {
                inbox.accept(event.record(), after);
                follow();
            }
            case LaneId.Room(RoomId room, var region) -> rooms.accept(room, event.record(), after);
        }
    }
}
