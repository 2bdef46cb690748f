package chat.paloma.node.bus.kafka;

import chat.paloma.node.bus.Numbered;
import chat.paloma.node.bus.RecordFeed;
import chat.paloma.node.bus.RecordStore;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Lease;
import chat.paloma.node.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes committed records in the order of their numbers: those of one lane to one partition. The stored records are
 * what is to be published; a cursor in the database says up to where that was done. So every record is published,
 * whatever stops in between, and after a failure some are published again.
 *
 * <p>One node does it at a time, for all. Others stand by.
 */
final class KafkaRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaRelay.class);
    private static final int PAGE = 200;
    private static final Duration STANDBY = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(1);
    /** How long Kafka may be silent until this looks whether it is still the one that publishes. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** How often the cursor is stored, at most: each time costs a transaction. */
    private static final Duration BETWEEN_CURSORS = Duration.ofMillis(200);

    private final Database database;
    private final RecordStore store;
    private final KafkaConnection connection;
    private final RecordFeed feed;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("kafka-relay").unstarted(this::run);
    private volatile long committed;
    private volatile long published;
    private volatile boolean leading;
    private volatile boolean closed;

    /**
     * @param feed of this node, which gets what is read here, and need not read it again
     */
    KafkaRelay(Database database, RecordStore store, KafkaConnection connection, RecordFeed feed) {
        this.database = database;
        this.store = store;
        this.connection = connection;
        this.feed = feed;
    }

    void start() {
        thread.start();
    }

    /** A record with this number was committed somewhere. */
    void announce(long number) {
        committed = Math.max(committed, number);
        // Who stands by has nothing to publish, and each look at the lease takes a connection of its own.
        if (leading && wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /** Records that were committed and are not published yet; 0 where another node does that. */
    long lag() {
        return leading ? Math.max(0, committed - published) : 0;
    }

    private void run() {
        while (!closed) {
            try {
                Optional<Lease> lease = database.tryLease(Lease.Name.RELAY);
                if (lease.isPresent()) {
                    lead(lease.get());
                } else {
                    await(STANDBY);
                }
            } catch (StoreException e) {
                // The database is away, which its own part tells; nothing is committed meanwhile.
                LOG.debug("who publishes to Kafka can't be settled: {}", e.getMessage());
                pause();
            } catch (KafkaException e) {
                if (!closed) {
                    LOG.warn(
                            "records are not published to Kafka; nodes read them from the database: {}",
                            e.getMessage());
                    pause();
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    private void lead(Lease lease) throws InterruptedException {
        KafkaProducer<byte[], byte[]> producer = connection.producer();
        try (lease) {
            published = cursor();
            committed = Math.max(committed, store.lastNumber());
            leading = true;
            long stored = published;
            long storedAt = System.nanoTime();
            while (!closed) {
                List<Numbered> page = store.after(published, PAGE);
                publish(producer, page, lease);
                boolean due = System.nanoTime() - storedAt > BETWEEN_CURSORS.toNanos();
                if (due && published > stored) {
                    stored = published;
                    storeCursor(stored);
                }
                if (due) {
                    storedAt = System.nanoTime();
                    if (!lease.isHeld()) {
                        return;
                    }
                }
                if (page.isEmpty()) {
                    await(published > stored ? BETWEEN_CURSORS : IDLE);
                }
            }
            storeCursor(published);
        } finally {
            leading = false;
            // What was not sent yet never is: the next one begins with it, and behind it nothing may stand already.
            producer.close(Duration.ZERO);
        }
    }

    /** Sends them, and waits until Kafka has all, for as long as this one leads. */
    private void publish(KafkaProducer<byte[], byte[]> producer, List<Numbered> page, Lease lease)
            throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Numbered record : page) {
            feed.offer(record);
            Future<RecordMetadata> one = producer.send(new ProducerRecord<>(
                    connection.topic(), record.committed().lane().encoded(), RecordCodec.encode(record)));
            sent.add(one);
            if (one.state() == Future.State.FAILED) {
                // Those behind it must not be there before it.
                break;
            }
        }
        for (Future<RecordMetadata> each : sent) {
            awaitStored(each, lease);
        }
        if (!page.isEmpty()) {
            published = page.getLast().number();
        }
    }

    /** A producer tries again for ever, so that it keeps the order: it is told to end here. */
    private void awaitStored(Future<RecordMetadata> sent, Lease lease) throws InterruptedException {
        boolean told = false;
        while (true) {
            try {
                sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (closed || !lease.isHeld()) {
                    throw new KafkaException("Kafka did not answer while this node was to publish", e);
                }
                if (!told) {
                    LOG.warn("Kafka does not answer; nodes read records from the database");
                    told = true;
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
            }
        }
    }

    private String name() {
        return "kafka " + connection.topic();
    }

    private long cursor() {
        return database.read(handle -> handle.createQuery("SELECT number FROM bus_cursor WHERE bus = :bus")
                .bind("bus", name())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    /** One that has lost the lease without knowing does not set it back. */
    private void storeCursor(long number) {
        Database.await(database.write(transaction -> transaction
                .handle()
                .createUpdate("INSERT INTO bus_cursor (bus, number) VALUES (:bus, :number)"
                        + " ON CONFLICT (bus) DO UPDATE SET number = excluded.number"
                        + " WHERE bus_cursor.number < excluded.number")
                .bind("bus", name())
                .bind("number", number)
                .execute()));
    }

    private void await(Duration time) throws InterruptedException {
        if (wake.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
        }
    }

    private void pause() {
        try {
            Thread.sleep(STANDBY);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            thread.join(2 * IDLE.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
