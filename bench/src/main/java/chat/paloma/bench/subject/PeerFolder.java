package chat.paloma.bench.subject;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scripts of peers on Node.js with their npm packages. The launcher says where Node.js and the folder are, in
 * {@code PALOMA_NODE} and {@code PALOMA_PEERS}.
 */
public final class PeerFolder {
    private static final Pattern PORT = Pattern.compile("^port (\\d+)$", Pattern.MULTILINE);

    private final String node;
    private final Path folder;

    private PeerFolder(String node, Path folder) {
        this.node = node;
        this.folder = folder;
    }

    /** The folder, when Node.js and the packages are there. */
    public static Optional<PeerFolder> find() {
        String node = System.getenv("PALOMA_NODE");
        String folder = System.getenv("PALOMA_PEERS");
        if (node == null || folder == null || !Files.isDirectory(Path.of(folder, "node_modules", "socket.io"))) {
            return Optional.empty();
        }
        return Optional.of(new PeerFolder(node, Path.of(folder)));
    }

    /** A server that runs, and where. */
    record Running(ServerProcess process, int port) {}

    Running start(String script) throws BenchmarkException {
        try {
            Path log = Files.createTempFile("paloma-bench-peer", ".log");
            log.toFile().deleteOnExit();
            ServerProcess process = ServerProcess.start(
                    List.of(node, folder.resolve(script).toString()),
                    Map.of("NODE_ENV", "production"),
                    log,
                    output -> PORT.matcher(output).find());
            Matcher port = PORT.matcher(process.output());
            if (!port.find()) {
                throw new BenchmarkException(script + " does not say its port");
            }
            return new Running(process, Integer.parseInt(port.group(1)));
        } catch (IOException e) {
            throw new BenchmarkException("no log for " + script + ": " + e.getMessage(), e);
        }
    }

    /** The version of an npm package. */
    String version(String name) {
        try {
            Matcher version = Pattern.compile("\"version\":\\s*\"([^\"]+)\"")
                    .matcher(Files.readString(folder.resolve("node_modules/" + name + "/package.json")));
            return version.find() ? name + " " + version.group(1) : name;
        } catch (IOException e) {
            return name;
        }
    }
}
