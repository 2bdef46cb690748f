package chat.paloma.bench.load;

import chat.paloma.bench.BenchmarkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A server in a process of its own, and what the system says about it. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 50;

    private final ProcessHandle process;
    private final Path log;

    private ServerProcess(ProcessHandle process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** A process that runs already, and is not ended with this. */
    public static ServerProcess of(ProcessHandle process) {
        return new ServerProcess(process, Path.of("no log"));
    }

    /** A TCP port that nothing listens on. */
    public static int freePort() throws BenchmarkException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchmarkException("no free port: " + e.getMessage(), e);
        }
    }

    /** Whether something listens on a TCP port of this machine. */
    public static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Starts one.
     *
     * @param log for what it prints
     * @param ready whether it can be used, by the log so far
     * @throws BenchmarkException when it does not get ready within a minute; the message has the end of the log
     */
    public static ServerProcess start(
            List<String> command, Map<String, String> environment, Path log, Predicate<String> ready)
            throws BenchmarkException {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            ServerProcess server = new ServerProcess(builder.start().toHandle(), log);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!ready.test(server.output())) {
                if (!server.process.isAlive() || System.nanoTime() > deadline) {
                    server.close();
                    throw new BenchmarkException(
                            "the server does not start: " + command.getFirst() + ": " + server.lastLines());
                }
                Thread.sleep(POLL_MILLIS);
            }
            return server;
        } catch (IOException e) {
            throw new BenchmarkException("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    /** What it printed so far. */
    public String output() throws BenchmarkException {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new BenchmarkException("cannot read " + log + ": " + e.getMessage(), e);
        }
    }

    private String lastLines() throws BenchmarkException {
        List<String> lines = output().lines().filter(line -> !line.isBlank()).toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    public long pid() {
        return process.pid();
    }

    /** The CPU time that it has used so far, in steps of 10 ms on Linux. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What it has in memory now; empty where the system does not tell as Linux does. */
    public OptionalLong residentBytes() {
        return status("VmRSS:");
    }

    /** The most that it had in memory since {@link #forgetPeak}. */
    public OptionalLong peakBytes() {
        return status("VmHWM:");
    }

    /** Counts the peak of its memory from now on. */
    public void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc", Long.toString(pid()), "clear_refs"), "5");
        } catch (IOException e) {
            // Where that is not allowed, the peak is that of its whole life.
            return;
        }
    }

    private OptionalLong status(String key) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Stops it; by force when it does not stop. */
    @Override
    public void close() {
        if (process.equals(ProcessHandle.current())) {
            return;
        }
        process.destroy();
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            process.destroyForcibly();
        }
    }
}
