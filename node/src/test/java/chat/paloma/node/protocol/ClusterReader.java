package chat.paloma.node.protocol;

import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.FollowState;
import chat.paloma.core.wire.LaneRequests.LaneStatus;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.WireLimits;
import java.net.URI;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A device that follows a room, on whatever node takes it, and holds that each record comes once and in order. */
final class ClusterReader {
    private final TestDevice device;
    private final TestRoom room;
    private final List<URI> nodes;
    private final AtomicInteger at;
    private final SortedMap<Long, EnvelopeHash> read = new ConcurrentSkipListMap<>();
    private final AtomicInteger live = new AtomicInteger();
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);
    private long last;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    /**
     * @param from the sequence behind which it reads
     * @param nodes where they take connections
     * @param at the index of the first
     */
    ClusterReader(TestRoom room, long from, List<URI> nodes, int at) {
        this.device = room.device;
        this.room = room;
        this.last = from;
        this.nodes = nodes;
        this.at = new AtomicInteger(at);
    }

    void start() {
        thread.start();
    }

    /** What it has read, by sequence. */
    SortedMap<Long, EnvelopeHash> read() {
        return read;
    }

    /** How much of that came live. */
    int live() {
        return live.get();
    }

    void stop() throws InterruptedException {
        stopping = true;
        thread.join(30_000);
        requireWell();
    }

    /** Fails when it has failed. */
    void requireWell() {
        if (failure != null) {
            throw new AssertionError("a reader failed", failure);
        }
    }

    private void run() {
        try {
            while (!stopping) {
                try {
                    follow();
                    listen();
                } catch (RefusedException | RuntimeException e) {
                    reconnect(device, nodes, at);
                }
            }
        } catch (Exception | AssertionError e) {
            failure = e;
        }
    }

    /** Follows, and reads what was written until then. */
    private void follow() throws RefusedException, InterruptedException {
        LaneStatus status = device.ask(new Follow(List.of(new Cursor(room.lane(), new Position(1, 0, LaneHead.NONE)))))
                .lanes()
                .getFirst();
        if (status.state() != FollowState.LIVE) {
            throw new AssertionError(status.toString());
        }
        while (last < status.position().sequence()) {
            Range range = device.ask(
                    new ReadRange(room.lane(), last, WireLimits.MAX_RANGE_RECORDS, WireLimits.MAX_RANGE_BYTES));
            for (LaneRecord record : range.records()) {
                if (record.header().sequence() <= status.position().sequence()) {
                    take(record);
                }
            }
        }
    }

    private void take(LaneRecord record) {
        long sequence = record.header().sequence();
        if (sequence != last + 1) {
            throw new AssertionError("record " + sequence + " comes behind " + last);
        }
        last = sequence;
        read.put(sequence, record.header().envelopeHash());
    }

    private void listen() throws RefusedException, InterruptedException {
        while (!stopping) {
            Event event = device.connection().pollEvent(100);
            switch (event) {
                case Event.Delivered delivered -> {
                    take(delivered.record());
                    live.incrementAndGet();
                }
                case Event.FellBehind _ -> {
                    return;
                }
                case null -> {
                    if (device.connection().isClosed()) {
                        reconnect(device, nodes, at);
                        return;
                    }
                }
                default -> {}
            }
        }
    }

    /** Connects to the next node that lets the device in. */
    static void reconnect(TestDevice device, List<URI> nodes, AtomicInteger at) throws InterruptedException {
        for (int attempt = 0; attempt < 600; attempt++) {
            device.close();
            try {
                device.connect(TestConnection.open(nodes.get(at.incrementAndGet() % nodes.size())));
                return;
            } catch (RefusedException | RuntimeException | AssertionError e) {
                Thread.sleep(100);
            }
        }
        throw new AssertionError("no node lets the device in");
    }
}
