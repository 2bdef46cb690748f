package chat.paloma.bench.paloma;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A node on SQLite in a folder of its own, as {@code ./paloma serve} runs it, but for limits that would stop a load
 * generator: all its devices come from one address, and ask as often as they can.
 */
public final class PalomaNode implements AutoCloseable {
    private static final String UNLIMITED = "10000000";
    private static final String MANY = "1000000";

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
            ServerProcess process =
                    ServerProcess.start(command, Map.of(), folder.resolve("node.log"), log -> log.contains("Started"));
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

    /** What its database takes of the disk, its log of changes included, in bytes. */
    public long databaseBytes() throws BenchmarkException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            long bytes = 0;
            for (Path file : files.filter(each -> each.getFileName().toString().contains(".db"))
                    .toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        } catch (IOException e) {
            throw new BenchmarkException("the node's folder cannot be read: " + e.getMessage(), e);
        }
    }

    /** Its files, for those who read more of them. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Stops it and removes its folder. */
    @Override
    public void close() {
        process.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("  " + folder + " was not removed: " + e.getMessage());
        }
    }
}
