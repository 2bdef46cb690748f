package chat.paloma.node.bus.kafka;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.node.bus.RecordFeed;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is in the topic to this node's feed: of all partitions, from now on. It remembers no position: what it
 * misses, the feed reads from the store.
 */
final class KafkaFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaFeed.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final KafkaConnection connection;
    private final RecordFeed feed;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("kafka-feed").unstarted(this::run);
    private volatile @Nullable KafkaConsumer<byte[], byte[]> reading;
    private volatile boolean closed;

    KafkaFeed(KafkaConnection connection, RecordFeed feed) {
        this.connection = connection;
        this.feed = feed;
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> consumer = connection.consumer()) {
                List<TopicPartition> partitions = consumer.partitionsFor(connection.topic()).stream()
                        .map(each -> new TopicPartition(each.topic(), each.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToEnd(partitions);
                reading = consumer;
                while (!closed) {
                    consumer.poll(POLL).forEach(this::take);
                }
            } catch (WakeupException e) {
                closed = true;
            } catch (KafkaException e) {
                if (!closed) {
                    LOG.warn("records are not read from Kafka, but from the database: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            feed.offerFromBus(RecordCodec.decode(record.value()));
        } catch (DecodeException e) {
            LOG.warn("the topic {} has what is no record: {}", record.topic(), e.getMessage());
        }
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_FAILURE);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<byte[], byte[]> current = reading;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(2 * POLL.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
