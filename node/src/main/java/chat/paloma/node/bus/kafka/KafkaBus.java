package chat.paloma.node.bus.kafka;

import chat.paloma.node.bus.DatabaseBus;
import chat.paloma.node.bus.RecordStore;
import chat.paloma.node.store.Database;
import java.time.Duration;

/**
 * Apache Kafka between nodes, beside the database that they share: it brings records sooner and spares the database the
 * reading. Without it, or when it is late, each node reads them from the database.
 */
public final class KafkaBus implements AutoCloseable {
    /** How long a record may be on its way by Kafka until it is read from the database. */
    public static final Duration PATIENCE = Duration.ofMillis(100);

    private final KafkaRelay relay;
    private final KafkaFeed incoming;

    /**
     * @param bus that hands on what comes
     */
    public KafkaBus(Database database, RecordStore store, KafkaConnection connection, DatabaseBus bus) {
        this.relay = new KafkaRelay(database, store, connection, bus.feed());
        this.incoming = new KafkaFeed(connection, bus.feed());
        bus.onAnnounced(relay::announce);
    }

    /** Begins. */
    public void start() {
        incoming.start();
        relay.start();
    }

    /** Records that were committed and are not published yet; 0 where another node publishes. */
    public long lag() {
        return relay.lag();
    }

    @Override
    public void close() {
        relay.close();
        incoming.close();
    }
}
