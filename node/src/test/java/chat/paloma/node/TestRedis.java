package chat.paloma.node;

import chat.paloma.node.config.RedisServer;
import chat.paloma.node.config.ServerAddress;
import chat.paloma.node.config.ServerTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A real Redis in a process of its own, with a password. Tests are skipped where there is none on the machine. */
public final class TestRedis implements AutoCloseable {
    public static final String PASSWORD = "right";

    public final int port = TestProcess.freePort();
    private final Path folder;
    private final Optional<TestTls> tls;
    private final int tlsPort = TestProcess.freePort();
    private TestProcess process;

    public TestRedis(Path folder) throws IOException, InterruptedException {
        this(folder, Optional.empty());
    }

    public TestRedis(Path folder, Optional<TestTls> tls) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                TestProcess.isInstalled("redis-server"), "there is no redis-server (Debian: redis-server)");
        this.folder = Files.createDirectories(folder);
        this.tls = tls;
        Files.writeString(passwordFile(), PASSWORD + "\n");
        process = run();
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private TestProcess run() throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port)));
        command.addAll(List.of("--save", "", "--requirepass", PASSWORD, "--bind", "127.0.0.1"));
        tls.map(this::byTls).ifPresent(command::addAll);
        return TestProcess.start(folder.resolve("log"), command).awaitPort(port);
    }

    private List<String> byTls(TestTls with) {
        return List.of(
                with.host(),
                "--tls-port",
                Integer.toString(tlsPort),
                "--tls-cert-file",
                with.certificates().certificate(with.host()).toString(),
                "--tls-key-file",
                with.certificates().key(with.host()).toString(),
                "--tls-ca-cert-file",
                with.certificates().authority().toString(),
                "--tls-auth-clients",
                "yes");
    }

    /** Where it is. */
    public RedisServer server() {
        return new RedisServer(
                new ServerAddress("localhost", port),
                Optional.empty(),
                Optional.empty(),
                new ServerTls(false, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** What a node must be told to use it. */
    public List<String> options() {
        return List.of("--redis-server=localhost:" + port, "--redis-password-file=" + passwordFile());
    }

    /** The same by TLS, without the certificates. */
    public List<String> tlsOptions() {
        return List.of(
                "--redis-server=" + tls.orElseThrow().host() + ":" + tlsPort,
                "--redis-password-file=" + passwordFile());
    }

    /** Lets it forget everything. */
    public void flush() throws IOException {
        send("FLUSHALL");
    }

    /** Adds to all counts whose name has this in it, as another node would. */
    public void count(String name, int more) throws IOException {
        send(
                "EVAL \"for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('INCRBY', key, ARGV[2]) end\" 0 \"*"
                        + name + "*\" " + more);
    }

    private void send(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                OutputStream out = socket.getOutputStream()) {
            out.write(("AUTH " + PASSWORD + "\r\n" + command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.getInputStream().readAllBytes();
        }
    }

    /** Kills it. */
    public void stop() throws InterruptedException {
        process.kill();
    }

    /** Starts it again, with nothing in it. */
    public void startAgain() throws InterruptedException {
        process = run();
    }

    @Override
    public void close() {
        process.close();
    }
}
