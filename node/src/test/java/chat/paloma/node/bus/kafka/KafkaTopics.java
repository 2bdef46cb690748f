package chat.paloma.node.bus.kafka;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.node.bus.Numbered;
import chat.paloma.node.config.KafkaServers;
import chat.paloma.node.config.SaslMechanism;
import chat.paloma.node.config.ServerAddress;
import chat.paloma.node.config.ServerTls;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** What stands in the topic of the records, for tests. */
public final class KafkaTopics {
    /** Behind a long outage much has to be caught up. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private KafkaTopics() {}

    /** Reads from the beginning, in the order of each partition, until it has seen each record up to a number. */
    public static void readAll(String server, long last, Consumer<Numbered> reader)
            throws IOException, DecodeException {
        String[] parts = server.split(":", 2);
        KafkaServers servers = new KafkaServers(
                List.of(new ServerAddress(parts[0], Integer.parseInt(parts[1]))),
                "paloma-records",
                Optional.empty(),
                SaslMechanism.PLAIN,
                Optional.empty(),
                new ServerTls(false, Optional.empty(), Optional.empty(), Optional.empty()));
        KafkaConnection connection = new KafkaConnection(servers, Optional.empty());
        try (KafkaConsumer<byte[], byte[]> consumer = connection.consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(connection.topic()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            BitSet seen = new BitSet();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end && seen.nextClearBit(1) <= last) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(500))) {
                    Numbered record = RecordCodec.decode(each.value());
                    seen.set(Math.toIntExact(record.number()));
                    reader.accept(record);
                }
            }
            if (seen.nextClearBit(1) <= last) {
                throw new AssertionError("record " + seen.nextClearBit(1) + " of " + last + " is not in Kafka");
            }
        }
    }
}
