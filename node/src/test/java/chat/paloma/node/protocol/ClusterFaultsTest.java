package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.node.Node;
import chat.paloma.node.NodeException;
import chat.paloma.node.TestDatabases;
import chat.paloma.node.TestKafka;
import chat.paloma.node.TestNodes;
import chat.paloma.node.TestPostgres;
import chat.paloma.node.TestProcess;
import chat.paloma.node.TestRedis;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.bus.kafka.KafkaTopics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes, each a process of its own, on PostgreSQL, Kafka and Redis, while devices write and read all the time and
 * something stops. Each ends with every acknowledged message read once and in order, by a reader on each node.
 */
@Tag("slow")
class ClusterFaultsTest {
    private static final int NODES = 3;
    private static final int PROGRESS = 40;

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestPostgres postgres;

    @SuppressWarnings("NullAway.Init")
    private static TestKafka kafka;

    @SuppressWarnings("NullAway.Init")
    private static TestRedis redis;

    private static final List<Integer> PORTS = new ArrayList<>();
    private static final List<TestProcess> PROCESSES = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private static TestDevice administrator;

    private static int names;

    private final List<ClusterWriter> writers = new ArrayList<>();
    private final List<ClusterReader> readers = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        redis = new TestRedis(folder.resolve("redis"));
        kafka = new TestKafka(folder.resolve("kafka"));
        postgres = new TestPostgres(folder.resolve("postgres"));
        for (int i = 0; i < NODES; i++) {
            PORTS.add(TestProcess.freePort());
            PROCESSES.add(run(i));
        }
        int port = PORTS.getLast();
        administrator = new TestAccount("administrator")
                .register(port, Optional.of(TestAccount.token(NodeProcess.notices(folder(NODES - 1)))))
                .firstDevice()
                .connect(TestConnection.open(port));
    }

    @AfterAll
    static void stop() throws Exception {
        PROCESSES.forEach(TestProcess::close);
        for (AutoCloseable engine : new AutoCloseable[] {kafka, postgres, redis}) {
            if (engine != null) {
                engine.close();
            }
        }
    }

    private static Path folder(int node) {
        return folder.resolve("node" + node);
    }

    private static TestProcess run(int node) throws Exception {
        return NodeProcess.start(folder(node), PORTS.get(node), options());
    }

    private static List<String> options() {
        List<String> options = new ArrayList<>(TestDatabases.options(postgres.address()));
        options.addAll(kafka.options());
        options.addAll(redis.options());
        options.addAll(List.of(
                "--limits-device-requests-per-minute=1000000",
                "--limits-account-requests-per-minute=1000000",
                "--limits-address-requests-per-minute=1000000",
                "--limits-connections-per-address=2000",
                "--public-address=http://localhost",
                "--shutdown-time=5 s",
                "--blobs=" + folder.resolve("blobs")));
        return options;
    }

    private static TestDevice person(int node) throws Exception {
        names++;
        ByteString invite = administrator.ask(new CreateInvite(false, 3600)).token();
        return new TestAccount("person" + names)
                .register(PORTS.get(node), Optional.of(invite))
                .firstDevice()
                .connect(TestConnection.open(PORTS.get(node)));
    }

    /** A writer and a reader on each node. */
    private void load() throws Exception {
        ClusterReader.reconnect(administrator, PORTS, new AtomicInteger(-1));
        List<TestDevice> devices = new ArrayList<>();
        for (int i = 0; i < 2 * NODES; i++) {
            devices.add(person(i % NODES));
        }
        List<TestRoom> rooms = TestRoom.open(
                devices.getFirst(), devices.subList(1, devices.size()).toArray(TestDevice[]::new));
        for (int i = 0; i < NODES; i++) {
            writers.add(new ClusterWriter(rooms.get(i), PORTS, i));
            readers.add(new ClusterReader(rooms.get(NODES + i), 0, PORTS, i));
        }
        readers.forEach(ClusterReader::start);
        writers.forEach(ClusterWriter::start);
        awaitProgress();
    }

    @AfterEach
    void disconnect() {
        writers.clear();
        readers.clear();
    }

    /** Waits until each writer and each reader has gone on for a while. */
    private void awaitProgress() throws Exception {
        List<Integer> written =
                writers.stream().map(each -> each.count() + PROGRESS).toList();
        List<Integer> read =
                readers.stream().map(each -> each.read().size() + PROGRESS).toList();
        for (int i = 0; i < NODES; i++) {
            int index = i;
            await(
                    () -> writers.get(index).count() >= written.get(index),
                    () -> "writer " + index + ": " + writers.get(index).reason());
            await(() -> readers.get(index).read().size() >= read.get(index), () -> "reader " + index);
        }
    }

    private void await(BooleanSupplier condition, Supplier<String> what) throws InterruptedException {
        long end = System.nanoTime() + 90_000_000_000L;
        while (!condition.getAsBoolean()) {
            readers.forEach(ClusterReader::requireWell);
            if (System.nanoTime() > end) {
                throw new AssertionError(what.get() + " does not go on");
            }
            Thread.sleep(20);
        }
    }

    /** Ends the writing, and checks what was acknowledged against what every reader has read. */
    private void requireAllOnceAndInOrder() throws Exception {
        List<List<ClusterWriter.Acknowledged>> acknowledged = new ArrayList<>();
        long newest = 0;
        for (ClusterWriter writer : writers) {
            acknowledged.add(writer.stop());
            newest = Math.max(newest, acknowledged.getLast().getLast().sequence());
        }
        for (ClusterReader reader : readers) {
            long until = newest;
            await(() -> !reader.read().isEmpty() && reader.read().lastKey() >= until, () -> "a reader");
            reader.stop();
            Set<EnvelopeHash> once = new HashSet<>(reader.read().values());
            assertEquals(reader.read().size(), once.size(), "a message is there twice");
            for (List<ClusterWriter.Acknowledged> each : acknowledged) {
                long before = 0;
                for (ClusterWriter.Acknowledged message : each) {
                    assertEquals(message.envelope(), reader.read().get(message.sequence()));
                    assertTrue(message.sequence() > before, "out of order");
                    before = message.sequence();
                }
            }
        }
    }

    @Test
    void aNodeIsKilled() throws Exception {
        load();
        PROCESSES.get(1).kill();
        awaitProgress();
        PROCESSES.set(1, run(1));
        awaitProgress();
        requireAllOnceAndInOrder();
    }

    @Test
    void postgresIsKilledAndStartsAgain() throws Exception {
        load();
        postgres.kill();
        postgres.startAgain();
        awaitProgress();
        requireAllOnceAndInOrder();
    }

    /** Nodes read from the database meanwhile; then Kafka gets all that it missed. */
    @Test
    void kafkaStopsForAWhile() throws Exception {
        load();
        kafka.stop();
        awaitProgress();
        awaitProgress();
        kafka.startAgain();
        awaitProgress();
        requireAllOnceAndInOrder();
        requireAllInKafka();
    }

    private void requireAllInKafka() throws Exception {
        Map<LaneId, Long> lanes = new HashMap<>();
        long last = postgres.lastRecord();
        KafkaTopics.readAll(kafka.options().getFirst().substring("--kafka-servers=".length()), last, record -> {
            long sequence = record.committed().position().sequence();
            long before = lanes.getOrDefault(record.committed().lane(), 0L);
            assertTrue(sequence <= before + 1, () -> "record " + sequence + " comes behind " + before);
            lanes.put(record.committed().lane(), Math.max(before, sequence));
        });
        assertEquals(
                postgres.lanes(),
                lanes.values().stream().mapToLong(each -> each).sum());
    }

    @Test
    void redisForgetsAllAndStops() throws Exception {
        load();
        redis.flush();
        awaitProgress();
        redis.stop();
        awaitProgress();
        redis.startAgain();
        awaitProgress();
        requireAllOnceAndInOrder();
    }

    /** As in an upgrade: one node after the other stops in order and starts again, while 200 more devices are connected. */
    @Test
    void allNodesRestartOneAfterTheOther() throws Exception {
        List<TestDevice> accounts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            accounts.add(person(i % NODES));
        }
        load();
        ClusterCrowd crowd = ClusterCrowd.connect(accounts, PORTS, 19);
        for (int i = 0; i < NODES; i++) {
            PROCESSES.get(i).terminate();
            PROCESSES.set(i, run(i));
            awaitProgress();
        }
        requireAllOnceAndInOrder();
        crowd.requireAllConnected();
    }

    /** What a node that does not start says, in one line. */
    private static String refusal(String... options) throws Exception {
        List<String> all = new ArrayList<>(options());
        all.addAll(List.of(options));
        try {
            Node.start(TestNodes.configuration(folder.resolve("refused"), all), List.of(new Chat(false, false)))
                    .stop();
            throw new AssertionError("it starts");
        } catch (NodeException e) {
            String message = String.valueOf(e.getMessage());
            assertEquals(1, message.lines().count(), message);
            return message;
        }
    }

    @Test
    void aNodeThatCanNotUseAnEngineNamesTheSetting() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong"), "wrong\n");
        int nobody = TestProcess.freePort();
        assertContains(refusal("--redis-password-file=" + wrong), "redis.password-file");
        assertContains(refusal("--redis-server=localhost:" + nobody), "redis.server");
        assertContains(refusal("--kafka-servers=localhost:" + nobody), "kafka.servers");
        assertContains(
                refusal(
                        "--kafka-servers=localhost:" + kafka.saslPort,
                        "--kafka-user=paloma",
                        "--kafka-mechanism=plain",
                        "--kafka-password-file=" + wrong),
                "kafka.password-file");
        assertContains(refusal("--database-url=postgresql://localhost:" + nobody + "/paloma"), "database.url");
        assertContains(
                refusal("--database-url=postgresql://localhost:"
                        + postgres.address().port() + "/none"),
                "database.url");
    }

    private static void assertContains(String message, String setting) {
        assertTrue(message.contains(setting), message);
    }
}
