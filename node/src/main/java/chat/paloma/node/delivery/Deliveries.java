package chat.paloma.node.delivery;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.wire.Event;
import chat.paloma.node.bus.Committed;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Gets each committed record to the devices that follow its lane on this node.
 *
 * <p>A record is encoded once, whatever the number of devices, and each event loop is told once about all of its devices.
 */
public final class Deliveries {
    /** The followers of a lane by event loop; each list is replaced and never changed. */
    private final Map<LaneId, Map<Context, List<Follower>>> lanes = new ConcurrentHashMap<>();

    private final LongAdder delivered = new LongAdder();

    /** A lane that a device has begun to follow; see {@link Follower}. */
    public final class Following {
        private final Follower follower;

        private Following(Follower follower) {
            this.follower = follower;
        }

        /** Everything behind this sequence is sent from now on. To be called on the receiver's event loop. */
        public void start(long sequence) {
            follower.start(sequence);
        }

        /** Ends it. To be called on the receiver's event loop. */
        public void end() {
            follower.end();
            remove(follower);
        }
    }

    /** Begins to follow: records are kept from now on, and sent once it is started. */
    public Following follow(LaneId lane, Receiver receiver) {
        Follower follower = new Follower(lane, receiver);
        lanes.compute(lane, (id, known) -> {
            Map<Context, List<Follower>> byLoop = known == null ? new ConcurrentHashMap<>() : known;
            byLoop.merge(receiver.loop(), List.of(follower), Deliveries::concat);
            return byLoop;
        });
        return new Following(follower);
    }

    private static List<Follower> concat(List<Follower> some, List<Follower> more) {
        List<Follower> all = new ArrayList<>(some.size() + more.size());
        // Those that ended by themselves leave here.
        some.stream().filter(follower -> !follower.hasEnded()).forEach(all::add);
        all.addAll(more);
        return List.copyOf(all);
    }

    private void remove(Follower follower) {
        lanes.computeIfPresent(follower.lane, (id, byLoop) -> {
            byLoop.computeIfPresent(follower.receiver.loop(), (loop, followers) -> {
                List<Follower> left =
                        followers.stream().filter(each -> each != follower).toList();
                return left.isEmpty() ? null : left;
            });
            return byLoop.isEmpty() ? null : byLoop;
        });
    }

    /** A record was committed: by this node, or by another one that told the bus. */
    public void publish(Committed committed) {
        Map<Context, List<Follower>> byLoop = lanes.get(committed.lane());
        if (byLoop == null) {
            return;
        }
        Buffer frame = Buffer.buffer(new Event.Delivered(
                        committed.lane(),
                        committed.record(),
                        committed.position().head())
                .frame()
                .encoded());
        long sequence = committed.position().sequence();
        onEach(byLoop, follower -> follower.publish(sequence, frame));
    }

    /** Shows a frame that is not stored to all who follow the room's lane on this node, but its sender. */
    public void signal(LaneId lane, DeviceAddress sender, ByteString encoded) {
        Map<Context, List<Follower>> byLoop = lanes.get(lane);
        if (byLoop == null) {
            return;
        }
        Buffer frame = Buffer.buffer(encoded.toByteArray());
        onEach(byLoop, follower -> {
            if (!follower.receiver.device().equals(sender) && !follower.hasEnded()) {
                // A signal that a device has no time for is worth nothing later.
                follower.receiver.offer(frame);
            }
        });
    }

    /** Nobody but these devices follows the lane any longer. What was published before is still sent. */
    public void retain(LaneId lane, Set<DeviceAddress> devices) {
        Map<Context, List<Follower>> byLoop = lanes.get(lane);
        if (byLoop != null) {
            onEach(byLoop, follower -> {
                if (!devices.contains(follower.receiver.device())) {
                    follower.end();
                    remove(follower);
                }
            });
        }
    }

    /** These devices follow the lane no longer. What was published before is still sent. */
    public void remove(LaneId lane, Set<DeviceAddress> devices) {
        Map<Context, List<Follower>> byLoop = lanes.get(lane);
        if (byLoop != null) {
            onEach(byLoop, follower -> {
                if (devices.contains(follower.receiver.device())) {
                    follower.end();
                    remove(follower);
                }
            });
        }
    }

    /** All who follow the lane here read it anew and follow it again, as far as they may. */
    public void restart(LaneId lane) {
        Map<Context, List<Follower>> byLoop = lanes.get(lane);
        if (byLoop != null) {
            onEach(byLoop, follower -> {
                follower.fallBehind();
                remove(follower);
            });
        }
    }

    /** Whether some device here follows a lane. */
    public boolean isFollowed(LaneId lane) {
        return lanes.containsKey(lane);
    }

    private void onEach(Map<Context, List<Follower>> byLoop, Consumer<Follower> work) {
        byLoop.forEach((loop, followers) -> loop.runOnContext(ignored -> {
            followers.forEach(work);
            delivered.add(followers.size());
        }));
    }

    /** What was sent to devices so far, for the metrics. */
    public long delivered() {
        return delivered.sum();
    }

    /** The lanes that are followed now. */
    public int followedLanes() {
        return lanes.size();
    }
}
