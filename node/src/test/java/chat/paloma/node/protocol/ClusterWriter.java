package chat.paloma.node.protocol;

import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A device that writes one message after the other, each until some node acknowledges it. */
final class ClusterWriter {
    /** A message that was acknowledged, with its place. */
    record Acknowledged(long sequence, EnvelopeHash envelope) {}

    private final TestRoom room;
    private final List<URI> nodes;
    private final AtomicInteger at;
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);
    private volatile boolean stopping;
    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Throwable last;

    /**
     * @param nodes where they take connections
     * @param at the index of the first
     */
    ClusterWriter(TestRoom room, List<URI> nodes, int at) {
        this.room = room;
        this.nodes = nodes;
        this.at = new AtomicInteger(at);
    }

    void start() {
        thread.start();
    }

    /** How many messages were acknowledged so far. */
    int count() {
        return count.get();
    }

    /** Why it does not go on, if it does not. */
    @Nullable Throwable reason() {
        return failure != null ? failure : last;
    }

    /** Lets it end behind the message that it writes, and returns all that were acknowledged, in order. */
    List<Acknowledged> stop() throws InterruptedException {
        stopping = true;
        thread.join(60_000);
        if (thread.isAlive() || failure != null) {
            throw new AssertionError("a writer did not end", failure);
        }
        return acknowledged;
    }

    private void run() {
        try {
            for (int i = 0; !stopping; i++) {
                Append message = room.message("message " + i);
                Appended appended = write(message);
                acknowledged.add(new Acknowledged(
                        appended.position().sequence(), message.envelope().hash(TestDevice.CRYPTO)));
                count.incrementAndGet();
                Thread.sleep(5);
            }
        } catch (Exception | AssertionError e) {
            failure = e;
        }
    }

    private Appended write(Append message) throws InterruptedException {
        while (true) {
            try {
                return room.device.ask(message);
            } catch (RefusedException | RuntimeException | AssertionError e) {
                // Too much at once, or a node that shuts down, or none: the same message goes to another.
                last = e;
                reconnect();
            }
        }
    }

    private void reconnect() throws InterruptedException {
        ClusterReader.reconnect(room.device, nodes, at);
    }
}
