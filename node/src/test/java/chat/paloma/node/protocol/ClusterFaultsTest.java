package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.paloma.core.lane.LaneId;
import chat.paloma.node.Node;
import chat.paloma.node.NodeException;
import chat.paloma.node.TestCertificates;
import chat.paloma.node.TestNetwork;
import chat.paloma.node.TestNodes;
import chat.paloma.node.TestProcess;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.bus.kafka.KafkaTopics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes on PostgreSQL, Kafka and Redis, while devices write and read all the time and something stops. Each test
 * ends with every acknowledged message read once and in order, by a reader on each node.
 */
@Tag("slow")
class ClusterFaultsTest {
    /** How long an engine is away. */
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("paloma.outage", 4));
    /** Connections beside the load while nodes restart, of so many accounts. */
    private static final int CROWD = Integer.getInteger("paloma.crowd", 200);

    private static final int DEVICES = 20;
    private static final int KILLS = 3;

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ClusterProcesses cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new ClusterProcesses(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aNodeIsKilled() throws Exception {
        ClusterLoad load = new ClusterLoad(cluster);
        cluster.kill(1);
        load.awaitProgress();
        cluster.startAgain(1);
        load.awaitProgress();
        load.requireAllOnceAndInOrder();
    }

    @Test
    void postgresIsKilledAndStartsAgain() throws Exception {
        ClusterLoad load = new ClusterLoad(cluster);
        for (int i = 0; i < KILLS; i++) {
            cluster.postgres.kill();
            cluster.postgres.startAgain();
            load.awaitProgress();
        }
        load.requireAllOnceAndInOrder();
    }

    /** Nodes read from the database meanwhile; then Kafka gets all that it missed. */
    @Test
    void kafkaStopsForAWhile() throws Exception {
        ClusterLoad load = new ClusterLoad(cluster);
        cluster.kafka.stop();
        goOnFor(load, OUTAGE);
        cluster.kafka.startAgain();
        load.awaitProgress();
        load.requireAllOnceAndInOrder();
        requireAllInKafka();
    }

    private static void goOnFor(ClusterLoad load, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        do {
            load.awaitProgress();
        } while (System.nanoTime() < end);
    }

    private static void requireAllInKafka() throws Exception {
        Map<LaneId, Long> lanes = new HashMap<>();
        long last = cluster.postgres.lastRecord();
        String servers = cluster.kafka.options().getFirst().substring("--kafka-servers=".length());
        KafkaTopics.readAll(servers, last, record -> {
            long sequence = record.committed().position().sequence();
            long before = lanes.getOrDefault(record.committed().lane(), 0L);
            assertTrue(sequence <= before + 1, () -> "record " + sequence + " comes behind " + before);
            lanes.put(record.committed().lane(), Math.max(before, sequence));
        });
        assertEquals(
                cluster.postgres.lanes(),
                lanes.values().stream().mapToLong(each -> each).sum());
    }

    @Test
    void redisForgetsAllAndStops() throws Exception {
        ClusterLoad load = new ClusterLoad(cluster);
        cluster.redis.flush();
        load.awaitProgress();
        cluster.redis.stop();
        goOnFor(load, OUTAGE);
        cluster.redis.startAgain();
        load.awaitProgress();
        load.requireAllOnceAndInOrder();
    }

    /** One node's cable to each engine is pulled out, one after the other: nobody tells it, or the engine. */
    @Test
    void aNodeIsCutOffFromEachEngine() throws Exception {
        assumeTrue(cluster.network.isPresent(), "there is no network namespace here (Linux, root, iproute2)");
        TestNetwork network = cluster.network.get();
        ClusterLoad load = new ClusterLoad(cluster);
        for (ClusterProcesses.Engine engine : ClusterProcesses.Engine.values()) {
            network.pull(engine.cable);
            goOnFor(load, OUTAGE);
            network.plug(engine.cable);
            load.awaitProgress();
        }
        load.requireAllOnceAndInOrder();
    }

    /** Another node takes its place, and so it has by Kafka what it can't read from the database. */
    @Test
    void theNodeThatPublishesIsCutOffFromPostgres() throws Exception {
        assumeTrue(cluster.network.isPresent(), "there is no network namespace here (Linux, root, iproute2)");
        TestNetwork network = cluster.network.get();
        ClusterLoad load = new ClusterLoad(cluster);
        int cable = ClusterProcesses.Engine.POSTGRES.cable;
        cluster.postgres.letPublish(network.there(cable));
        network.pull(cable);
        load.awaitProgress();
        network.plug(cable);
        load.awaitProgress();
        load.requireAllOnceAndInOrder();
        requireAllInKafka();
    }

    /** As in an upgrade: one node after the other stops in order and starts again, while many devices are connected. */
    @Test
    void allNodesRestartOneAfterTheOther() throws Exception {
        cluster.reconnectAdministrator();
        List<TestDevice> accounts = new ArrayList<>();
        for (int i = 0; i < CROWD / DEVICES; i++) {
            accounts.add(cluster.person(i % ClusterProcesses.NODES));
        }
        ClusterLoad load = new ClusterLoad(cluster);
        ClusterCrowd crowd = ClusterCrowd.connect(accounts, cluster.addresses(), DEVICES - 1);
        for (int i = 0; i < ClusterProcesses.NODES; i++) {
            cluster.terminate(i);
            cluster.startAgain(i);
            load.awaitProgress();
        }
        load.requireAllOnceAndInOrder();
        crowd.requireAllConnected();
    }

    /** What a node that does not start says, in one line. */
    private static String refusal(List<String> options, String... others) throws Exception {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(others));
        try {
            Node.start(TestNodes.configuration(folder.resolve("refused"), all), List.of(new Chat(false, false)))
                    .stop();
            throw new AssertionError("it starts with " + List.of(others));
        } catch (NodeException e) {
            String message = String.valueOf(e.getMessage());
            assertEquals(1, message.lines().count(), message);
            return message;
        }
    }

    private static void assertNames(String setting, List<String> options, String... others) throws Exception {
        String message = refusal(options, others);
        assertTrue(message.contains(setting), message);
    }

    @Test
    void aNodeThatCanNotUseAnEngineNamesTheSetting() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong"), "wrong\n");
        int nobody = TestProcess.freePort();
        List<String> right = cluster.options();
        assertNames("redis.password-file", right, "--redis-password-file=" + wrong);
        assertNames("redis.server", right, "--redis-server=localhost:" + nobody);
        assertNames("kafka.servers", right, "--kafka-servers=localhost:" + nobody);
        assertNames(
                "kafka.password-file",
                right,
                "--kafka-servers=localhost:" + cluster.kafka.saslPort,
                "--kafka-user=paloma",
                "--kafka-mechanism=plain",
                "--kafka-password-file=" + wrong);
        assertNames("database.url", right, "--database-url=postgresql://localhost:" + nobody + "/paloma");
        int there = cluster.postgres.address().port();
        assertNames("database.url", right, "--database-url=postgresql://localhost:" + there + "/none");
    }

    /** From this machine, which reaches the engines by TLS as the node in the other network does. */
    @Test
    void aNodeAndAnEngineThatDoNotTrustEachOtherNameTheSetting() throws Exception {
        assumeTrue(cluster.network.isPresent(), "there is no network namespace here (Linux, root, iproute2)");
        List<String> right = cluster.awayOptions();
        TestCertificates others = new TestCertificates(folder.resolve("others"), "postgres");
        for (String table : List.of("database", "kafka", "redis")) {
            assertNames(table + ".trust", right, "--" + table + "-trust=" + others.authority());
            assertNames(
                    table + ".certificate",
                    right,
                    "--" + table + "-certificate=" + others.certificate("postgres"),
                    "--" + table + "-key=" + others.key("postgres"));
        }
    }
}
