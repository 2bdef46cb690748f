package chat.paloma.node.bus.kafka;

import chat.paloma.node.config.KafkaServers;
import chat.paloma.node.config.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How this node reaches Apache Kafka, with whatever client. */
public final class KafkaConnection {
    private static final int PARTITIONS = 12;
    /** Larger than the largest record. */
    private static final int MAX_RECORD_BYTES = 4 << 20;

    private static final int REQUEST_MILLIS = 5_000;
    private static final int START_MILLIS = 10_000;

    private final String topic;
    private final Map<String, Object> common = new HashMap<>();

    /**
     * @param password of the user, if there is one
     * @throws IOException when a file of certificates or keys can't be read
     */
    public KafkaConnection(KafkaServers servers, Optional<String> password) throws IOException {
        this.topic = servers.topic();
        common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers.bootstrap());
        common.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        common.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, START_MILLIS);
        common.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        boolean sasl = servers.user().isPresent();
        common.put(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                (sasl ? "SASL_" : "") + (servers.tls().encrypted() ? "SSL" : "PLAINTEXT"));
        servers.user().ifPresent(user -> {
            common.put(SaslConfigs.SASL_MECHANISM, servers.mechanism().registeredName());
            common.put(SaslConfigs.SASL_JAAS_CONFIG, login(servers, user, password.orElse("")));
        });
        if (servers.tls().encrypted()) {
            addTls(servers.tls());
        }
    }

    private static String login(KafkaServers servers, String user, String password) {
        String module = switch (servers.mechanism()) {
            case PLAIN -> PlainLoginModule.class.getName();
            case SCRAM_SHA_256, SCRAM_SHA_512 -> ScramLoginModule.class.getName();
        };
        return module + " required username=" + quoted(user) + " password=" + quoted(password) + ";";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void addTls(ServerTls tls) throws IOException {
        if (tls.trust().isPresent()) {
            common.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            common.put(
                    SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
                    read(tls.trust().get()));
        }
        if (tls.certificate().isPresent() && tls.key().isPresent()) {
            common.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
            common.put(
                    SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
                    read(tls.certificate().get()));
            common.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, read(tls.key().get()));
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    /** The topic of the records. */
    String topic() {
        return topic;
    }

    /**
     * Makes sure that the topic is there. Blocks for some seconds at most.
     *
     * @throws KafkaException when it is not, and why
     */
    public void prepareTopic() {
        try (Admin admin = Admin.create(properties(Map.of()))) {
            NewTopic wanted = new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())
                    .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_RECORD_BYTES)));
            admin.createTopics(List.of(wanted)).all().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return;
            }
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    /**
     * One that keeps the order, and answers when a record is where it can't be lost. It never gives one up, because those
     * behind it would then come before it: close it without patience.
     */
    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                properties(Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        MAX_RECORD_BYTES,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        REQUEST_MILLIS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Integer.MAX_VALUE)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                properties(Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        250)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private Properties properties(Map<String, Object> more) {
        Properties all = new Properties();
        all.putAll(common);
        all.putAll(more);
        return all;
    }
}
