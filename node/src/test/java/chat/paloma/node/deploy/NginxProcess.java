package chat.paloma.node.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** NGINX on the configuration in {@code deploy/nginx}, with other ports, folders and nodes. */
public final class NginxProcess implements AutoCloseable {
    private static final Path CONFIGURATION = Path.of("../deploy/nginx/nginx.conf");
    private static final Path STREAM_MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;

    private NginxProcess(Process process) {
        this.process = process;
    }

    /** Starts it on a port of the loopback address, in front of nodes on others, and returns when it listens. */
    public static NginxProcess start(Path folder, int port, int plainPort, List<Integer> nodes) throws Exception {
        if (!Files.exists(STREAM_MODULE)) {
            throw new IllegalStateException("NGINX has no " + STREAM_MODULE + ": install libnginx-mod-stream");
        }
        Path file = folder.resolve("nginx.conf");
        Files.writeString(file, adapted(Files.readString(CONFIGURATION), folder, port, plainPort, nodes));
        NginxProcess nginx = new NginxProcess(new ProcessBuilder("nginx", "-c", file.toString(), "-g", "daemon off;")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!listens(port)) {
            if (!nginx.process.isAlive() || System.nanoTime() > deadline) {
                nginx.close();
                throw new IllegalStateException(Files.readString(folder.resolve("nginx.log")));
            }
            Thread.sleep(20);
        }
        return nginx;
    }

    private static String adapted(String text, Path folder, int port, int plainPort, List<Integer> nodes) {
        String servers = nodes.stream()
                .map(each -> "server 127.0.0.1:" + each + " max_fails=2 fail_timeout=1s;")
                .collect(Collectors.joining("\n"));
        return text.replaceAll("listen \\[::].*\n", "")
                .replace("listen 443 ", "listen 127.0.0.1:" + port + " ")
                .replace("listen 80;", "listen 127.0.0.1:" + plainPort + ";")
                .replaceAll("(?s)server node1.*?server node3[^\n]*", servers)
                .replace("user www-data;", "user root;")
                .replace("/run/nginx.pid", folder.resolve("nginx.pid").toString())
                .replace("/var/log/nginx/error.log", folder.resolve("error.log").toString())
                // Without processes that outlive the test when it is cut off.
                .replace("worker_processes auto;", "worker_processes 1;");
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        // It ends at once when it is told to; when it does not, it must not outlive the test.
        if (!process.onExit()
                .thenApply(ended -> true)
                .completeOnTimeout(false, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join()) {
            process.destroyForcibly();
        }
    }
}
