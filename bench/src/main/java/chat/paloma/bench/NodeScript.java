package chat.paloma.bench;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A script of the {@code web} folder that measures in Node.js or in a browser and writes JSON to the file that
 * {@code --out} names.
 *
 * <p>The launcher says where Node.js and the folder are, in {@code PALOMA_NODE} and {@code PALOMA_WEB}.
 */
public final class NodeScript {
    private final String node;
    private final Path script;

    private NodeScript(String node, Path script) {
        this.node = node;
        this.script = script;
    }

    /** The script at this path below the {@code web} folder, when the launcher started us and made it ready. */
    public static Optional<NodeScript> find(String path) {
        String node = System.getenv("PALOMA_NODE");
        String web = System.getenv("PALOMA_WEB");
        if (node == null || web == null || !Files.exists(Path.of(web, path))) {
            return Optional.empty();
        }
        return Optional.of(new NodeScript(node, Path.of(web, path)));
    }

    /**
     * Runs it to its end.
     *
     * @return what it wrote
     * @throws BenchmarkException when it fails; what it printed has gone to standard error
     */
    public JsonValue run(String... arguments) throws BenchmarkException {
        try {
            Path out = Files.createTempFile("paloma-bench", ".json");
            try {
                List<String> command = new ArrayList<>(List.of(node, script.toString(), "--out", out.toString()));
                command.addAll(List.of(arguments));
                Process process = new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                int exitCode = process.waitFor();
                if (exitCode != 0) {
                    throw new BenchmarkException(script.getFileName() + " ended with " + exitCode);
                }
                return Json.parse(Files.readString(out));
            } finally {
                Files.deleteIfExists(out);
            }
        } catch (IOException | ParseException e) {
            throw new BenchmarkException(script.getFileName() + " could not run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException(script.getFileName() + " was interrupted", e);
        }
    }
}
