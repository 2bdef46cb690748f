package chat.paloma.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real broker of Apache Kafka in a process of its own, its own controller, with little memory. */
public final class TestKafka implements AutoCloseable {
    private static final String CLUSTER = "AAAAAAAAAAAAAAAAAAAAAQ";
    private static final String HEAP = "256m";

    private final Path folder;
    /** Where everybody is let in. */
    public final int port = TestProcess.freePort();
    /** Where the user {@code paloma} with the password {@code right} is let in. */
    public final int saslPort = TestProcess.freePort();

    private final Optional<TestTls> tls;
    private final int tlsPort = TestProcess.freePort();
    private TestProcess process;

    public TestKafka(Path folder, Optional<TestTls> tls) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.tls = tls;
        String away = tls.map(each -> ",TLS://" + each.host() + ":" + tlsPort).orElse("");
        int controller = TestProcess.freePort();
        Files.writeString(
                configuration(),
                """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@localhost:%2$d
                listeners=PLAINTEXT://localhost:%1$d,SASL://localhost:%3$d,CONTROLLER://localhost:%2$d%5$s
                advertised.listeners=PLAINTEXT://localhost:%1$d,SASL://localhost:%3$d%5$s
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL
                sasl.enabled.mechanisms=PLAIN
                listener.name.sasl.plain.sasl.jaas.config=\
                org.apache.kafka.common.security.plain.PlainLoginModule required user_paloma="right";
                log.dirs=%4$s
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                share.coordinator.state.topic.replication.factor=1
                log.index.size.max.bytes=1048576
                num.network.threads=1
                num.io.threads=2
                num.recovery.threads.per.data.dir=1
                """.formatted(port, controller, saslPort, folder.resolve("data"), away) + certificates());
        int formatted = TestProcess.start(
                        log(),
                        TestProcess.java(
                                HEAP,
                                "kafka.tools.StorageTool",
                                List.of(
                                        "format",
                                        "-t",
                                        CLUSTER,
                                        "-c",
                                        configuration().toString())))
                .await();
        if (formatted != 0) {
            throw new IOException(Files.readString(log()));
        }
        process = run();
    }

    private String certificates() throws IOException {
        if (tls.isEmpty()) {
            return "";
        }
        TestCertificates certificates = tls.get().certificates();
        return """
                listener.name.tls.ssl.keystore.type=PEM
                listener.name.tls.ssl.keystore.location=%s
                listener.name.tls.ssl.truststore.type=PEM
                listener.name.tls.ssl.truststore.location=%s
                listener.name.tls.ssl.client.auth=required
                """.formatted(certificates.both(tls.get().host()), certificates.authority());
    }

    private Path configuration() {
        return folder.resolve("server.properties");
    }

    private Path log() {
        return folder.resolve("log");
    }

    private TestProcess run() throws InterruptedException {
        return TestProcess.start(
                        log(),
                        TestProcess.java(
                                HEAP, "kafka.Kafka", List.of(configuration().toString())))
                .awaitPort(port);
    }

    /** What a node must be told to use it. */
    public List<String> options() {
        return List.of("--kafka-servers=localhost:" + port);
    }

    /** Where it is reached by TLS. */
    public String tlsOption() {
        return "--kafka-servers=" + tls.orElseThrow().host() + ":" + tlsPort;
    }

    /** Kills it. */
    public void stop() throws InterruptedException {
        process.kill();
    }

    /** Starts it again, with what it had. */
    public void startAgain() throws InterruptedException {
        process = run();
    }

    @Override
    public void close() {
        process.close();
    }
}
