package chat.paloma.node.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.node.Node;
import chat.paloma.node.Part;
import chat.paloma.node.TestNodes;
import chat.paloma.node.TestProcess;
import chat.paloma.node.tls.KeyExchange;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes behind a real NGINX, on the configuration that operators get. */
@Tag("slow")
@Timeout(120)
class NginxTest {
    private static final int NODES = 3;
    private static final int REQUESTS = 24;

    @TempDir
    private Path folder;

    private final List<Node> nodes = new ArrayList<>();
    private int port;
    private int plainPort;
    private NginxProcess nginx;

    // The field without a value is filled in before each test.
    @SuppressWarnings("NullAway.Init")
    NginxTest() {}

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < NODES; i++) {
            nodes.add(node(i, 0));
        }
        port = TestProcess.freePort();
        plainPort = TestProcess.freePort();
        Path prefix = Files.createDirectory(folder.resolve("nginx"));
        nginx = NginxProcess.start(
                prefix, port, plainPort, nodes.stream().map(Node::port).toList());
    }

    @AfterEach
    void stop() throws Exception {
        nginx.stop();
        nodes.forEach(Node::stop);
    }

    /** A node that says who it is and whose connection it has. */
    private Node node(int number, int onPort) throws Exception {
        Part tells = host -> host.routes()
                .on(
                        HttpMethod.GET,
                        "/who",
                        exchange -> exchange.response()
                                .end("node " + number + " has "
                                        + exchange.peer().getHostAddress()));
        return TestNodes.start(
                folder.resolve("data" + number),
                List.of(tells),
                "--lan=true",
                "--proxy-protocol=127.0.0.1",
                "--limits-connections-per-address=2",
                "--port=" + onPort);
    }

    /** A connection from another address of this machine. */
    private SSLSocket connect(String from) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        // Each node has an authority of its own here; TlsTest shows that it is checked.
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(10_000);
        return (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", port, true);
    }

    private String who(String from) throws Exception {
        try (SSLSocket socket = connect(from)) {
            TestNodes.send(socket, TestNodes.request("/who", "close"));
            String response = TestNodes.readAll(socket);
            assertTrue(response.startsWith("HTTP/1.1 200 "), "answered: " + response);
            return response.substring(response.indexOf("node "));
        }
    }

    private Set<String> whoAnswers() throws Exception {
        Set<String> answers = new TreeSet<>();
        for (int i = 0; i < REQUESTS; i++) {
            answers.add(who("127.0.0." + (10 + i)).substring(0, "node 0".length()));
        }
        return answers;
    }

    @Test
    void thePostQuantumKeyExchangeIsWithTheNode() throws Exception {
        assertEquals(KeyExchange.X25519_MLKEM768, KeyExchange.negotiated(port, "X25519MLKEM768", "X25519"));
    }

    @Test
    void theNodeKnowsWhoseConnectionItIs() throws Exception {
        assertTrue(who("127.0.0.5").endsWith("127.0.0.5"), who("127.0.0.5"));
        assertTrue(who("127.0.0.6").endsWith("127.0.0.6"), who("127.0.0.6"));
    }

    @Test
    void allNodesServe() throws Exception {
        assertEquals(Set.of("node 0", "node 1", "node 2"), whoAnswers());
    }

    @Test
    void aNodeThatGoesAwayIsPassedOverAndComesBack() throws Exception {
        Node gone = nodes.remove(1);
        gone.stop();
        assertEquals(Set.of("node 0", "node 2"), whoAnswers());
        nodes.add(node(1, gone.port()));
        // After fail_timeout it is tried again.
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!whoAnswers().contains("node 1")) {
            assertTrue(System.nanoTime() < deadline, "the node that came back is not used");
        }
    }

    @Test
    void plainHttpLeadsToHttps() throws Exception {
        String response = TestNodes.get(plainPort, "/a/b");
        assertTrue(response.startsWith("HTTP/1.1 301 "), response);
        assertTrue(response.contains("Location: https://localhost/a/b\r\n"), response);
    }
}
