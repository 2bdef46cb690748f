package chat.paloma.bench.load;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * The messages of one phase and where each of them has arrived. All of it happens on the loop.
 *
 * <p>A message that comes twice to a client, or to one that is not in its room, or that nobody sent, is a fault, and so
 * is one that has not come when the phase is over.
 */
final class Traffic {
    /** Longer than any latency that can be waited for, in nanoseconds. */
    private static final long HIGHEST = 600_000_000_000L;

    private static final class Message {
        private final int room;
        private final long intended;
        private final BitSet missing;

        private Message(int room, long intended, BitSet missing) {
            this.room = room;
            this.intended = intended;
            this.missing = missing;
        }
    }

    private final List<BitSet> members;
    private final LongObjectMap<Message> sent = new LongObjectHashMap<>();
    private final Histogram latencies = new Histogram(1_000, HIGHEST, 3);
    private long deliveries;
    private long arrived;
    private long acknowledged;
    private Optional<String> fault = Optional.empty();

    Traffic(Plan plan) {
        this.members = plan.rooms().stream().map(Traffic::membersOf).toList();
    }

    private static BitSet membersOf(Plan.Room room) {
        BitSet members = new BitSet();
        room.listeners().forEach(members::set);
        return members;
    }

    /** A message goes out now, and should have gone out at {@code intended}. */
    void sent(long mark, int room, long intended) {
        Message message = new Message(room, intended, (BitSet) members.get(room).clone());
        if (sent.put(mark, message) != null) {
            fault("two messages with one mark: the generator is wrong");
        }
    }

    /** Whether this delivery was the last of its message. */
    boolean delivered(int client, long mark, long now) {
        Message message = sent.get(mark);
        if (message == null) {
            fault("client " + client + " got a message that nobody sent, or of an earlier phase");
            return false;
        }
        if (!message.missing.get(client)) {
            fault("client " + client
                    + (members.get(message.room).get(client)
                            ? " got a message twice"
                            : " got a message of a room that it is not in"));
            return false;
        }
        message.missing.clear(client);
        deliveries++;
        latencies.recordValue(Math.clamp(now - message.intended, 0, HIGHEST));
        if (message.missing.isEmpty()) {
            arrived++;
            return true;
        }
        return false;
    }

    void acknowledged() {
        acknowledged++;
        if (acknowledged > sent.size()) {
            fault("more messages were acknowledged than sent");
        }
    }

    /** Keeps the first of what went wrong. */
    void fault(String what) {
        if (fault.isEmpty()) {
            fault = Optional.of(what);
        }
    }

    Optional<String> fault() {
        return fault;
    }

    /** Whether everything that was sent has arrived everywhere and is acknowledged. */
    boolean isComplete() {
        return arrived == sent.size() && acknowledged == sent.size();
    }

    /** What has not arrived, for people. */
    String missing() {
        long deliveriesMissing = 0;
        for (Message message : sent.values()) {
            deliveriesMissing += message.missing.cardinality();
        }
        return deliveriesMissing + " deliveries of " + (sent.size() - arrived) + " messages were lost, and "
                + (sent.size() - acknowledged) + " messages were not acknowledged";
    }

    long messages() {
        return sent.size();
    }

    long deliveries() {
        return deliveries;
    }

    Histogram latencies() {
        return latencies;
    }
}
