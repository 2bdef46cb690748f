package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.wire.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection of a device, as the node sees it. */
final class NodeSession {
    private final NodeHost host;
    private final long connection;
    /** Up to which sequence each lane was told that is followed. */
    private final Map<LaneId, Long> followed = new HashMap<>();

    @Nullable ByteString clientNonce;

    @Nullable ByteString nodeNonce;

    @Nullable DeviceAddress device;

    private boolean closed;

    NodeSession(NodeHost host, long connection) {
        this.host = host;
        this.connection = connection;
    }

    void follow(LaneId lane, long from) {
        followed.put(lane, from);
    }

    void unfollow(LaneId lane) {
        followed.remove(lane);
    }

    void unfollowAll() {
        followed.clear();
    }

    boolean follows(LaneId lane) {
        return followed.containsKey(lane);
    }

    /** Whether a record is the next of a lane that is followed; it is told then, and not again. */
    boolean advance(LaneId lane, long sequence) {
        Long told = followed.get(lane);
        if (told == null || sequence != told + 1) {
            return false;
        }
        followed.put(lane, sequence);
        return true;
    }

    void tell(List<Event> events) {
        events.forEach(event -> send(ByteString.adopt(event.frame().encoded())));
    }

    void send(ByteString frame) {
        if (!closed) {
            host.send(connection, frame);
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            host.close(connection);
        }
    }

    /** The connection is gone: nothing is sent any more. */
    void gone() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
