package chat.paloma.node.protocol;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.node.TestCertificates;
import chat.paloma.node.TestDatabases;
import chat.paloma.node.TestKafka;
import chat.paloma.node.TestNetwork;
import chat.paloma.node.TestPostgres;
import chat.paloma.node.TestProcess;
import chat.paloma.node.TestRedis;
import chat.paloma.node.TestTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Three nodes, each a process of its own, on a PostgreSQL, a Kafka and a Redis of theirs. Where this machine allows, the
 * last node is in a network of its own, and it and the engines check each other's certificates.
 */
final class ClusterProcesses implements AutoCloseable {
    static final int NODES = 3;

    /** The cable to an engine. The people's is the first behind them. */
    enum Engine {
        POSTGRES(0),
        KAFKA(1),
        REDIS(2);

        final int cable;

        Engine(int cable) {
            this.cable = cable;
        }
    }

    private static final int PEOPLE = Engine.values().length;

    private final Path folder;
    final Optional<TestNetwork> network = TestNetwork.create(PEOPLE + 1);
    private final Optional<TestCertificates> certificates;
    final TestPostgres postgres;
    final TestKafka kafka;
    final TestRedis redis;
    private final List<URI> addresses = new ArrayList<>();
    private final List<TestProcess> processes = new ArrayList<>();
    private final TestDevice administrator;
    private int names;

    ClusterProcesses(Path folder) throws Exception {
        this.folder = folder;
        this.certificates = network.isPresent()
                ? Optional.of(new TestCertificates(
                        folder.resolve("certificates"),
                        host(Engine.POSTGRES),
                        host(Engine.KAFKA),
                        host(Engine.REDIS),
                        network.get().there(PEOPLE),
                        "postgres"))
                : Optional.empty();
        redis = new TestRedis(folder.resolve("redis"), tls(Engine.REDIS));
        kafka = new TestKafka(folder.resolve("kafka"), tls(Engine.KAFKA));
        postgres = new TestPostgres(folder.resolve("postgres"), tls(Engine.POSTGRES));
        for (int i = 0; i < NODES; i++) {
            String server = isAway(i) ? "wss://" + network.orElseThrow().there(PEOPLE) : "ws://127.0.0.1";
            addresses.add(URI.create(server + ":" + TestProcess.freePort() + "/v1/connect"));
            processes.add(run(i));
        }
        administrator = new TestAccount("administrator")
                .register(
                        addresses.getFirst().getPort(),
                        Optional.of(TestAccount.token(NodeProcess.notices(folder(NODES - 1)))))
                .firstDevice()
                .connect(TestConnection.open(addresses.getFirst()));
    }

    private String host(Engine engine) {
        return network.orElseThrow().here(engine.cable);
    }

    private Optional<TestTls> tls(Engine engine) {
        return certificates.map(each -> new TestTls(host(engine), each));
    }

    /** Whether a node is in the network of its own. */
    boolean isAway(int node) {
        return network.isPresent() && node == NODES - 1;
    }

    /** Where the nodes take connections. */
    List<URI> addresses() {
        return addresses;
    }

    private Path folder(int node) {
        return folder.resolve("node" + node);
    }

    private TestProcess run(int node) throws Exception {
        URI address = addresses.get(node);
        return isAway(node)
                ? NodeProcess.start(folder(node), address, awayOptions(), network.orElseThrow()::command)
                : NodeProcess.start(folder(node), address, options(), command -> command);
    }

    /** What a node beside the engines is told. */
    List<String> options() {
        List<String> options = new ArrayList<>(TestDatabases.options(postgres.address()));
        options.addAll(kafka.options());
        options.addAll(redis.options());
        options.addAll(common());
        return options;
    }

    /** What a node is told that reaches the engines by TLS, where this machine has a network for it. */
    List<String> awayOptions() {
        TestCertificates mine = certificates.orElseThrow();
        List<String> options = new ArrayList<>(postgres.tlsOptions());
        options.addAll(mine.options("database", "postgres"));
        options.add(kafka.tlsOption());
        options.addAll(mine.options("kafka", "postgres"));
        options.addAll(redis.tlsOptions());
        options.addAll(mine.options("redis", "postgres"));
        String here = network.orElseThrow().there(PEOPLE);
        options.addAll(List.of("--tls-cert=" + mine.certificate(here), "--tls-key=" + mine.key(here)));
        options.addAll(common());
        return options;
    }

    private List<String> common() {
        return List.of(
                "--limits-device-requests-per-minute=1000000",
                "--limits-account-requests-per-minute=1000000",
                "--limits-address-requests-per-minute=1000000",
                "--limits-connections-per-address=5000",
                "--public-address=http://localhost",
                "--shutdown-time=5 s",
                "--blobs=" + folder.resolve("blobs"));
    }

    /** Kills a node. */
    void kill(int node) throws InterruptedException {
        processes.get(node).kill();
    }

    /** Asks a node to end, and waits until it has. */
    void terminate(int node) throws InterruptedException {
        processes.get(node).terminate();
    }

    /** Starts a node again, on what it had. */
    void startAgain(int node) throws Exception {
        processes.set(node, run(node));
    }

    /** The first device of somebody new, connected to a node. */
    TestDevice person(int node) throws Exception {
        names++;
        ByteString invite = administrator.ask(new CreateInvite(false, 3600)).token();
        return new TestAccount("person" + names)
                .register(addresses.getFirst().getPort(), Optional.of(invite))
                .firstDevice()
                .connect(TestConnection.open(addresses.get(node)));
    }

    /** Lets the administrator in again, whatever happened to the node that had the connection. */
    void reconnectAdministrator() throws InterruptedException {
        ClusterReader.reconnect(administrator, addresses, new AtomicInteger(-1));
    }

    @Override
    public void close() throws IOException {
        processes.forEach(TestProcess::close);
        kafka.close();
        postgres.close();
        redis.close();
        network.ifPresent(TestNetwork::close);
    }
}
