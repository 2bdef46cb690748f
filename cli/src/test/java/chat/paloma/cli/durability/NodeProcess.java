package chat.paloma.cli.durability;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, which can be killed as by {@code kill -9}. */
final class NodeProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 20;

    private final Process process;
    final int port;
    final Path log;

    private NodeProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** A TCP port that nothing listens on. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts a node on the class path of this process, and returns when it is ready. */
    static NodeProcess start(Path data, int port, Path log, String... options) throws Exception {
        NodeProcess node = launch(data, port, log, options);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (node.readiness() != 200) {
            if (!node.process.isAlive() || System.nanoTime() > deadline) {
                node.kill();
                throw new IllegalStateException("the node does not start: " + Files.readString(log));
            }
            Thread.sleep(POLL_MILLIS);
        }
        return node;
    }

    /** Starts a node, and does not wait for it. */
    static NodeProcess launch(Path data, int port, Path log, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "chat.paloma.cli.Main",
                "serve",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port),
                "--registration",
                "open",
                "--limits-device-requests-per-minute",
                "10000000",
                "--limits-account-requests-per-minute",
                "10000000"));
        command.addAll(List.of(options));
        return new NodeProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                port,
                log);
    }

    String origin() {
        return "http://localhost:" + port;
    }

    long pid() {
        return process.pid();
    }

    /** The status of {@code /readyz}; 0 when nothing answers. */
    int readiness() throws InterruptedException {
        return get("/readyz");
    }

    private int get(String path) throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(origin() + path)).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it without a word: on POSIX systems by SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Stops it as a person does, and returns its exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("the node does not stop");
        }
        return process.exitValue();
    }

    /** Waits for its end, and returns its exit status. */
    int await() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("the node does not end");
        }
        return process.exitValue();
    }
}
