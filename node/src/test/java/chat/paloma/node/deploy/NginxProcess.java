package chat.paloma.node.deploy;

import chat.paloma.node.TestProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** NGINX on the configuration in {@code deploy/nginx}, with other ports, folders and nodes. */
public final class NginxProcess {
    private static final Path CONFIGURATION = Path.of("../deploy/nginx/nginx.conf");
    private static final Path STREAM_MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

    private final TestProcess process;

    private NginxProcess(TestProcess process) {
        this.process = process;
    }

    /** Starts it on a port of the loopback address, in front of nodes on others, and returns when it listens. */
    public static NginxProcess start(Path folder, int port, int plainPort, List<Integer> nodes) throws Exception {
        if (!Files.exists(STREAM_MODULE)) {
            throw new IllegalStateException("NGINX has no " + STREAM_MODULE + ": install libnginx-mod-stream");
        }
        Path file = folder.resolve("nginx.conf");
        Files.writeString(file, adapted(Files.readString(CONFIGURATION), folder, port, plainPort, nodes));
        List<String> command = List.of("nginx", "-c", file.toString(), "-g", "daemon off;");
        return new NginxProcess(
                TestProcess.start(folder.resolve("nginx.log"), command).awaitPort(port));
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

    /** Stops it in order, since its workers would outlive one that is killed. */
    public void stop() throws InterruptedException {
        process.terminate();
        process.close();
    }
}
