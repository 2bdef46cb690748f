package chat.paloma.node.gateway;

import static chat.paloma.node.TestNodes.connect;
import static chat.paloma.node.TestNodes.get;
import static chat.paloma.node.TestNodes.readAll;
import static chat.paloma.node.TestNodes.readResponse;
import static chat.paloma.node.TestNodes.request;
import static chat.paloma.node.TestNodes.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.node.Node;
import chat.paloma.node.NodeException;
import chat.paloma.node.Part;
import chat.paloma.node.Shutdown.Phase;
import chat.paloma.node.TestNodes;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeServerTest {
    @TempDir
    private Path folder;

    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(Node::stop);
    }

    private Node start(String... options) throws Exception {
        return startWith(host -> {}, options);
    }

    private Node startWith(Part part, String... options) throws Exception {
        Node node = TestNodes.start(folder, List.of(part), options);
        nodes.add(node);
        return node;
    }

    @Test
    void answersHealthAndReadiness() throws Exception {
        Node node = start();
        String health = get(node.port(), "/healthz");
        assertTrue(health.startsWith("HTTP/1.1 200 ") && health.endsWith("{\"status\":\"ok\"}"), health);
        assertTrue(get(node.port(), "/readyz").endsWith("{\"status\":\"ready\"}"));
        assertEquals("http://localhost:" + node.port(), node.publicAddress().toString());
    }

    @Test
    void isNotReadyWhenAPartIsNot() throws Exception {
        Node node = startWith(host -> host.readiness().require("store", () -> false));
        String answer = get(node.port(), "/readyz");
        assertTrue(answer.startsWith("HTTP/1.1 503 ") && answer.endsWith("{\"status\":\"store\"}"), answer);
    }

    @Test
    void givesMetricsToWhoeverHasTheToken() throws Exception {
        Node node = start();
        String token = Files.readString(folder.resolve("node/metrics-token")).strip();
        assertTrue(get(node.port(), "/metrics").startsWith("HTTP/1.1 404 "));
        assertTrue(get(node.port(), "/metrics", "Authorization: Bearer x" + token.substring(1))
                .startsWith("HTTP/1.1 404 "));
        String answer = get(node.port(), "/metrics", "Authorization: Bearer " + token);
        assertTrue(answer.contains("paloma_connections 1.0"), answer);
        assertTrue(answer.contains("jvm_memory_used_bytes"), answer);
        assertTrue(answer.contains("paloma_http_requests_total 3.0"), answer);
    }

    @Test
    void refusesWithATypedErrorAndStrictHeaders() throws Exception {
        Node node = start();
        String answer = get(node.port(), "/nothing");
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        assertTrue(answer.endsWith("{\"error\":\"not-found\",\"message\":\"There is nothing here.\"}"), answer);
        assertTrue(answer.contains("Content-Security-Policy: default-src 'none'"), answer);
        assertTrue(answer.contains("X-Content-Type-Options: nosniff"), answer);
        assertFalse(answer.contains("Strict-Transport-Security"), answer);
        String method;
        try (Socket socket = connect(node.port())) {
            send(socket, "DELETE /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            method = readAll(socket);
        }
        assertTrue(method.startsWith("HTTP/1.1 405 ") && method.contains("allow: GET"), method);
    }

    @Test
    void boundsTheHead() throws Exception {
        Node node = start();
        assertTrue(get(node.port(), "/" + "a".repeat(5_000)).startsWith("HTTP/1.0 414 "));
        String answer = get(node.port(), "/", "X: " + "a".repeat(20_000));
        assertTrue(answer.startsWith("HTTP/1.1 431 ") && answer.contains("head-too-large"), answer);
        try (Socket socket = connect(node.port())) {
            send(socket, "\u0000\u0001 nonsense\r\n\r\n");
            assertTrue(readAll(socket).startsWith("HTTP/1.0 400 "));
        }
    }

    @Test
    void boundsTheBody() throws Exception {
        Node node = startWith(host -> host.routes()
                .on(
                        HttpMethod.POST,
                        "/echo",
                        exchange -> exchange.body(10)
                                .onSuccess(body -> exchange.response().end(body))));
        try (Socket socket = connect(node.port())) {
            send(socket, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789");
            assertTrue(readResponse(socket).endsWith("0123456789"));
            send(socket, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n0123456789a");
            String answer = readAll(socket);
            assertTrue(answer.startsWith("HTTP/1.1 413 ") && answer.contains("too-large"), answer);
        }
    }

    @Test
    void answersWhenAHandlerFails() throws Exception {
        Node node = startWith(host -> host.routes().on(HttpMethod.GET, "/below/*", exchange -> {
            throw new IllegalStateException("secret");
        }));
        String answer = get(node.port(), "/below/x");
        assertTrue(answer.startsWith("HTTP/1.1 500 ") && answer.contains("internal"), answer);
        assertFalse(answer.contains("secret"), answer);
    }

    /** A peer that sends a byte now and then is closed at the deadline, however lively it looks. */
    @Test
    void closesWhoeverDripsAHead() throws Exception {
        Node node = start("--limits-head-time=400 ms", "--limits-idle-time=400 ms");
        try (Socket socket = connect(node.port())) {
            assertTrue(millisUntilClosed(socket, "GET /healthz HTTP/1.1\r\nX: ") < 2_000);
        }
        try (Socket socket = connect(node.port())) {
            send(socket, request("/healthz", "keep-alive"));
            readResponse(socket);
            assertTrue(millisUntilClosed(socket, "GET / HTTP/1.1\r\n") < 2_000, "the second request");
        }
    }

    @Test
    void closesWhoeverDripsABody() throws Exception {
        Node node = startWith(
                host -> host.routes()
                        .on(
                                HttpMethod.POST,
                                "/echo",
                                exchange -> exchange.body(100_000)
                                        .onSuccess(body -> exchange.response().end(body))),
                "--limits-body-time=400 ms");
        try (Socket socket = connect(node.port())) {
            assertTrue(millisUntilClosed(socket, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n")
                    < 2_000);
        }
    }

    private static long millisUntilClosed(Socket socket, String start) throws Exception {
        long begin = System.nanoTime();
        try {
            send(socket, start);
            while (System.nanoTime() - begin < 5_000_000_000L) {
                send(socket, "a");
                socket.setSoTimeout(50);
                try {
                    if (socket.getInputStream().read() < 0) {
                        break;
                    }
                } catch (SocketTimeoutException e) {
                    // Nothing yet: go on.
                }
            }
        } catch (IOException e) {
            // Reset: closed too.
        }
        return (System.nanoTime() - begin) / 1_000_000;
    }

    @Test
    void boundsConnections() throws Exception {
        Node node = start("--limits-connections=4", "--limits-connections-per-address=3");
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket socket = connect(node.port());
            send(socket, request("/healthz", "keep-alive"));
            assertTrue(readResponse(socket).startsWith("HTTP/1.1 200 "));
            open.add(socket);
        }
        try (Socket fourth = connect(node.port())) {
            assertEquals("", readAll(fourth));
        }
        open.removeFirst().close();
        assertTrue(eventually(() -> get(node.port(), "/healthz").startsWith("HTTP/1.1 200 ")));
        for (Socket socket : open) {
            socket.close();
        }
    }

    private interface Question {
        boolean ask() throws IOException;
    }

    private static boolean eventually(Question question) throws Exception {
        for (int i = 0; i < 100; i++) {
            if (question.ask()) {
                return true;
            }
            Thread.sleep(20);
        }
        return false;
    }

    @Test
    void limitsTheRateOfAnAddress() throws Exception {
        Node node = start("--limits-address-requests-per-minute=12");
        assertTrue(get(node.port(), "/healthz").startsWith("HTTP/1.1 200 "));
        assertTrue(get(node.port(), "/healthz").startsWith("HTTP/1.1 200 "));
        String third = get(node.port(), "/healthz");
        assertTrue(third.startsWith("HTTP/1.1 429 ") && third.contains("retry-after: "), third);
    }

    private Part tellsThePeer() {
        return host -> host.routes()
                .on(
                        HttpMethod.GET,
                        "/peer",
                        exchange -> exchange.response().end(exchange.peer().getHostAddress()));
    }

    @Test
    void believesTheProxiesThatItKnows() throws Exception {
        Node node = startWith(tellsThePeer(), "--proxy-protocol=127.0.0.1", "--limits-connections-per-address=1");
        String first = "PROXY TCP4 203.0.113.7 198.51.100.1 5000 443\r\n";
        try (Socket socket = connect(node.port());
                Socket same = connect(node.port());
                Socket other = connect(node.port())) {
            send(socket, first + request("/peer", "keep-alive"));
            assertTrue(readResponse(socket).endsWith("203.0.113.7"));
            send(same, first + request("/peer", "keep-alive"));
            assertEquals("", readAll(same), "one connection for each address behind the proxy");
            byte[] second = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10, 0x21, 0x11, 0, 12};
            byte[] addresses = {(byte) 203, 0, 113, 8, (byte) 198, 51, 100, 1, 19, (byte) 136, 1, (byte) 187};
            send(
                    other,
                    new String(second, StandardCharsets.ISO_8859_1)
                            + new String(addresses, StandardCharsets.ISO_8859_1)
                            + request("/peer", "keep-alive"));
            assertTrue(readResponse(other).endsWith("203.0.113.8"));
        }
        assertEquals("", get(node.port(), "/peer"), "a connection without a header");
    }

    @Test
    void keepsNothingOfAWebSocketThatHasEnded() throws Exception {
        List<WeakReference<HttpConnection>> connections = new CopyOnWriteArrayList<>();
        Node node = startWith(
                host -> host.routes().onWebSocket("/socket", exchange -> {
                    connections.add(new WeakReference<>(exchange.request().connection()));
                    exchange.upgrade();
                }),
                "--proxy-protocol=127.0.0.1",
                "--limits-connections-per-address=1");
        String opening = "PROXY TCP4 203.0.113.7 198.51.100.1 5000 443\r\n"
                + request(
                        "/socket",
                        "Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        for (int i = 0; i < 3; i++) {
            assertTrue(
                    eventually(() -> {
                        try (Socket socket = connect(node.port())) {
                            send(socket, opening);
                            return readResponse(socket).startsWith("HTTP/1.1 101 ");
                        } catch (IOException e) {
                            // Closed as one too many, while the node does not know yet that the one before has ended.
                            return false;
                        }
                    }),
                    "the address has its connection again");
        }
        assertTrue(eventually(() -> {
            System.gc();
            return connections.stream().allMatch(connection -> connection.get() == null);
        }));
    }

    @Test
    void closesWhoeverOnlyPretendsToBeAProxy() throws Exception {
        Node node = startWith(tellsThePeer(), "--proxy-protocol=192.0.2.1");
        try (Socket socket = connect(node.port())) {
            send(socket, "PROXY TCP4 203.0.113.7 198.51.100.1 5000 443\r\n" + request("/peer", "close"));
            assertEquals("", readAll(socket));
        }
        nodes.removeFirst().stop();
        Node without = startWith(tellsThePeer());
        try (Socket socket = connect(without.port())) {
            send(socket, "PROXY TCP4 203.0.113.7 198.51.100.1 5000 443\r\n" + request("/peer", "close"));
            assertTrue(readAll(socket).startsWith("HTTP/1.0 400 "));
        }
    }

    @Test
    void drainsBeforeItCloses() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        List<Exchange> waiting = new ArrayList<>();
        List<String> order = new ArrayList<>();
        Node node = startWith(host -> {
            host.routes().on(HttpMethod.GET, "/slow", exchange -> {
                waiting.add(exchange);
                asked.countDown();
            });
            host.shutdown().register(Phase.CLOSE, "store", time -> order.add("closed"));
            host.shutdown().register(Phase.DRAIN, "hint", time -> {
                order.add("draining");
                host.vertx().setTimer(300, late -> {
                    order.add("answered");
                    waiting.getFirst().response().end("done");
                });
            });
        });
        try (Socket socket = connect(node.port())) {
            send(socket, request("/slow", "keep-alive"));
            assertTrue(asked.await(5, TimeUnit.SECONDS));
            int port = node.port();
            assertTrue(node.stop());
            assertTrue(readAll(socket).endsWith("done"));
            assertEquals(List.of("draining", "answered", "closed"), order);
            assertThrows(IOException.class, () -> connect(port).close());
        }
    }

    @Test
    void cutsOffWhatDoesNotEndInTime() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Node node = startWith(
                host -> host.routes().on(HttpMethod.GET, "/never", exchange -> asked.countDown()),
                "--shutdown-time=300 ms");
        try (Socket socket = connect(node.port())) {
            send(socket, request("/never", "keep-alive"));
            assertTrue(asked.await(5, TimeUnit.SECONDS));
            long begin = System.nanoTime();
            node.stop();
            assertEquals("", readAll(socket));
            assertTrue(System.nanoTime() - begin < 5_000_000_000L);
        }
    }

    @Test
    void refusesAPortInUse(@TempDir Path other) throws Exception {
        Node node = start();
        String message = String.valueOf(assertThrows(
                        NodeException.class, () -> TestNodes.start(other, List.of(), "--port=" + node.port()))
                .getMessage());
        assertEquals("port " + node.port() + " is in use; stop what listens there, or give another --port", message);
        // Nothing of the failed start is left: its folder is free.
        nodes.add(TestNodes.start(other, List.of()));
    }
}
