package chat.paloma.bench.idle;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node's process has in memory after a garbage collection.
 *
 * @param resident of the whole process, in bytes
 * @param heap in use, in bytes; 0 when the JDK has no {@code jcmd}
 */
record NodeMemory(long resident, long heap) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final int COLLECTIONS = 2;

    /** Lets the node collect its garbage, and looks. */
    static NodeMemory of(ServerProcess server) throws BenchmarkException {
        for (int i = 0; i < COLLECTIONS; i++) {
            ask(server, "GC.run");
        }
        Matcher used = USED.matcher(ask(server, "GC.heap_info"));
        long heap = used.find() ? Long.parseLong(used.group(1)) << 10 : 0;
        return new NodeMemory(
                server.residentBytes()
                        .orElseThrow(() -> new BenchmarkException("this system does not tell a process's memory")),
                heap);
    }

    private static String ask(ServerProcess server, String command) throws BenchmarkException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            return "";
        }
        try {
            Process process = new ProcessBuilder(List.of(jcmd.toString(), Long.toString(server.pid()), command))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new BenchmarkException("jcmd: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
