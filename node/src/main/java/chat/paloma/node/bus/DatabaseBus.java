package chat.paloma.node.bus;

import chat.paloma.node.store.Announcements;
import chat.paloma.node.store.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The bus of nodes that share a database. The stored records are what is published: whoever commits some announces the
 * last number within the transaction, and each node hands them on in the order of their numbers ({@link RecordFeed}).
 * Another bus may bring them sooner than they are read.
 */
public final class DatabaseBus implements LaneBus, AutoCloseable {
    private static final String CHANNEL = "paloma_records";

    private final RecordFeed feed;
    private final List<LongConsumer> announced = new CopyOnWriteArrayList<>();

    /**
     * @param store of the records
     * @param announcements of the database, not started yet
     * @param patience how long a record may be on its way by another bus
     */
    public DatabaseBus(RecordStore store, Announcements announcements, Duration patience) {
        this.feed = new RecordFeed(store, patience);
        announcements.listen(CHANNEL, text -> announced(Long.parseLong(text)));
    }

    /** What hands them on, for another bus to bring them to. */
    public RecordFeed feed() {
        return feed;
    }

    /** Calls back with the number of a record that was committed somewhere; brief. */
    public void onAnnounced(LongConsumer listener) {
        announced.add(listener);
    }

    /** Begins behind what is committed now. Blocks. */
    public void start() {
        feed.start();
    }

    private void announced(long number) {
        feed.announce(number);
        announced.forEach(listener -> listener.accept(number));
    }

    private static final Object LAST = new Object();

    private static final class Last {
        long number;
    }

    @Override
    public void prepare(Transaction transaction, Numbered record) {
        transaction.scratch(LAST, () -> {
                            Last last = new Last();
                            transaction.beforeCommit(
                                    () -> Announcements.announce(transaction, CHANNEL, Long.toString(last.number)));
                            return last;
                        })
                        .number =
                record.number();
    }

    @Override
    public void publish(Numbered record) {
        feed.offer(record);
    }

    @Override
    public void listen(Consumer<Committed> listener) {
        feed.listen(listener);
    }

    @Override
    public void close() {
        feed.close();
    }
}
