package chat.paloma.bench.paloma;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Folders;
import chat.paloma.bench.load.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node on SQLite in a folder of its own, as {@code ./paloma serve} runs it, but for limits that would stop a load
 * generator: all its devices come from one address, and ask as often as they can.
 */
public final class PalomaNode implements AutoCloseable {
    private static final String UNLIMITED = "10000000";
    private static final String MANY = "1000000";
    /** More options for the node's JVM, separated by spaces: for profiles. */
    private static final String OPTIONS_VARIABLE = "PALOMA_BENCH_NODE_OPTIONS";

    private final ServerProcess process;
    private final Path folder;
    private final int port;

    private PalomaNode(ServerProcess process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts a node.
     *
     * @param javaOptions for its process
     * @param options of {@code serve}, more than those that raise its limits
     */
    public static PalomaNode start(List<String> javaOptions, String... options) throws BenchmarkException {
        try {
            Path folder = Files.createTempDirectory("paloma-bench-node");
            int port = ServerProcess.freePort();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED"));
            command.addAll(javaOptions);
            Optional.ofNullable(System.getenv(OPTIONS_VARIABLE))
                    .ifPresent(more -> command.addAll(List.of(more.split(" ", -1))));
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    "chat.paloma.cli.Main",
                    "serve",
                    "--data=" + folder.resolve("data"),
                    "--port=" + port,
                    "--bind=127.0.0.1",
                    "--registration=open",
                    "--limits-connections=" + MANY,
                    "--limits-connections-per-address=" + MANY,
                    "--limits-device-requests-per-minute=" + UNLIMITED,
                    "--limits-account-requests-per-minute=" + UNLIMITED,
                    "--limits-address-requests-per-minute=" + UNLIMITED));
            command.addAll(List.of(options));
            ServerProcess process = ServerProcess.start(
                    command, Map.of(), folder.resolve("node.log"), log -> log.contains("Ctrl+C stops it"));
            return new PalomaNode(process, folder, port);
        } catch (IOException e) {
            throw new BenchmarkException("no folder for a node: " + e.getMessage(), e);
        }
    }

    public int port() {
        return port;
    }

    public ServerProcess process() {
        return process;
    }

    /**
     * A figure of its metrics.
     *
     * @throws BenchmarkException when it has none of this name
     */
    public double metric(String name) throws BenchmarkException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String token = Files.readString(data().resolve("metrics-token")).strip();
            String metrics = http.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return metrics.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkException("the node counts no " + name));
        } catch (IOException e) {
            throw new BenchmarkException("the node's metrics cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    /** What its database comes to, in bytes, whether it is in the file already or still in the log of changes. */
    public long databaseBytes() throws BenchmarkException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("paloma.db"));
                Statement statement = connection.createStatement();
                ResultSet size = statement.executeQuery(
                        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")) {
            return size.getLong(1);
        } catch (SQLException e) {
            throw new BenchmarkException("the node's database cannot be read: " + e.getMessage(), e);
        }
    }

    /** Its data folder. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Stops it and removes its folder. */
    @Override
    public void close() {
        process.close();
        Folders.remove(folder);
    }
}
