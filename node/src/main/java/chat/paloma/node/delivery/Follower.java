package chat.paloma.node.delivery;

import chat.paloma.core.lane.LaneId;
import chat.paloma.core.wire.Event;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One device that follows one lane. All of it happens on the device's event loop.
 *
 * <p>It begins before it is known where the lane ends, and keeps what is published meanwhile; from {@link #start} on it
 * sends each record once and in order. When one is missing or the device does not keep up, it ends and says so: the
 * device reads ranges and follows again.
 */
final class Follower {
    /** Records that are kept until the start; more mean that reading the lane's end took too long. */
    static final int MAX_EARLY = 1024;

    private record Early(long sequence, Buffer frame) {}

    final LaneId lane;
    final Receiver receiver;
    private final Deque<Early> early = new ArrayDeque<>();
    private long sent = -1;
    private boolean ended;

    Follower(LaneId lane, Receiver receiver) {
        this.lane = lane;
        this.receiver = receiver;
    }

    /** Everything behind this sequence is sent from now on. */
    void start(long sequence) {
        sent = sequence;
        while (!early.isEmpty() && !ended) {
            Early next = early.poll();
            publish(next.sequence(), next.frame());
        }
        early.clear();
    }

    /** A record was committed. A repeat is not sent again. */
    void publish(long sequence, Buffer frame) {
        if (ended) {
            return;
        }
        if (sent < 0) {
            early.add(new Early(sequence, frame));
            if (early.size() > MAX_EARLY) {
                fallBehind();
            }
        } else if (sequence > sent + 1 || (sequence == sent + 1 && !receiver.offer(frame))) {
            fallBehind();
        } else if (sequence == sent + 1) {
            sent = sequence;
        }
    }

    /** Ends, and says so. */
    void fallBehind() {
        if (ended) {
            return;
        }
        end();
        receiver.send(Buffer.buffer(new Event.FellBehind(lane).frame().encoded()));
    }

    void end() {
        ended = true;
        early.clear();
    }

    boolean hasEnded() {
        return ended;
    }
}
