package chat.paloma.bench.cluster;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Folders;
import chat.paloma.bench.load.ServerProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PostgreSQL, a broker of Kafka, and Redis where this machine has one, with their own settings, on loopback. */
final class Engines implements AutoCloseable {
    private static final String CLUSTER = "AAAAAAAAAAAAAAAAAAAAAQ";
    private static final String KAFKA_HEAP = "-Xmx512m";

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final ServerProcess kafka;
    private final int kafkaPort;
    private final Optional<ServerProcess> redis;
    private final int redisPort;

    private Engines(Path folder) throws IOException, InterruptedException, BenchmarkException {
        this.folder = folder;
        this.postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .start();
        this.kafkaPort = ServerProcess.freePort();
        this.kafka = startKafka();
        this.redisPort = ServerProcess.freePort();
        this.redis = startRedis();
    }

    /** Starts them in a folder of their own. */
    static Engines start() throws BenchmarkException {
        try {
            return new Engines(Files.createTempDirectory("paloma-bench-engines"));
        } catch (IOException e) {
            throw new BenchmarkException("the engines do not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    private ServerProcess startKafka() throws IOException, InterruptedException, BenchmarkException {
        int controller = ServerProcess.freePort();
        Path settings = Files.writeString(
                folder.resolve("kafka.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@localhost:%2$d
                listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
                advertised.listeners=PLAINTEXT://localhost:%1$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                """.formatted(kafkaPort, controller, folder.resolve("kafka")));
        Path log = folder.resolve("kafka.log");
        Process format = new ProcessBuilder(
                        kafka("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", settings.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!format.waitFor(1, TimeUnit.MINUTES) || format.exitValue() != 0) {
            throw new IOException("Kafka does not make its folder: " + Files.readString(log));
        }
        return ServerProcess.start(
                kafka("kafka.Kafka", settings.toString()), Map.of(), log, _ -> ServerProcess.listens(kafkaPort));
    }

    private static List<String> kafka(String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                KAFKA_HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        return command;
    }

    private Optional<ServerProcess> startRedis() throws BenchmarkException {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "redis-server")));
        if (!installed) {
            return Optional.empty();
        }
        return Optional.of(ServerProcess.start(
                List.of("redis-server", "--port", Integer.toString(redisPort), "--bind", "127.0.0.1", "--save", ""),
                Map.of(),
                folder.resolve("redis.log"),
                _ -> ServerProcess.listens(redisPort)));
    }

    /** Whether there is a Redis. */
    boolean hasRedis() {
        return redis.isPresent();
    }

    /** What each node of a cluster must be told; each name has a database and a topic of its own. */
    List<String> options(String name) throws BenchmarkException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new BenchmarkException("no database: " + e.getMessage(), e);
        }
        List<String> options = new ArrayList<>(List.of(
                "--database-url=postgresql://localhost:" + postgres.getPort() + "/" + name,
                "--database-user=postgres",
                "--kafka-servers=localhost:" + kafkaPort,
                "--kafka-topic=" + name,
                "--public-address=http://localhost",
                "--blobs=" + folder.resolve("blobs-" + name)));
        if (hasRedis()) {
            options.add("--redis-server=localhost:" + redisPort);
        }
        return options;
    }

    /** The CPU time that all of them have used so far, PostgreSQL with all its processes. */
    Duration cpu() throws BenchmarkException {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("postgres").resolve("postmaster.pid"));
            ProcessHandle postmaster =
                    ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow();
            Duration database = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                    .reduce(Duration.ZERO, Duration::plus);
            return database.plus(kafka.cpu()).plus(redis.map(ServerProcess::cpu).orElse(Duration.ZERO));
        } catch (IOException e) {
            throw new BenchmarkException("PostgreSQL is gone: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        redis.ifPresent(ServerProcess::close);
        kafka.close();
        try {
            postgres.close();
        } catch (IOException e) {
            System.err.println("  PostgreSQL did not stop: " + e.getMessage());
        }
        Folders.remove(folder);
    }
}
