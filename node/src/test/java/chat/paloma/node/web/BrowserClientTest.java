package chat.paloma.node.web;

import static chat.paloma.node.TestNodes.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.node.Node;
import chat.paloma.node.NodeException;
import chat.paloma.node.TestNodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserClientTest {
    private static final String POLICY = "default-src 'none'; script-src 'self'";

    @TempDir
    private Path folder;

    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void build() throws Exception {
        Files.createDirectories(folder.resolve("page/assets"));
        write("content-security-policy.txt", POLICY + "\n");
        write("index.html", "<!doctype html>");
        write("assets/main-1a2b.js", "plain script");
        write("assets/main-1a2b.js.br", "by brotli");
        write("assets/main-1a2b.js.gz", "by gzip");
        write("secret.pem", "not of a type that is served");
        write(".vite", "hidden");
        Files.createSymbolicLink(folder.resolve("page/link.txt"), folder.resolve("page/secret.pem"));
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::stop);
    }

    private void write(String name, String content) throws Exception {
        Files.writeString(folder.resolve("page").resolve(name), content);
    }

    private Node start() throws Exception {
        Node node = TestNodes.start(folder, List.of(new BrowserClient(folder.resolve("page"))));
        nodes.add(node);
        return node;
    }

    @Test
    void thePageComesUnderItsPolicyAndIsAskedForAgain() throws Exception {
        Node node = start();
        String page = get(node.port(), "/");
        assertTrue(page.startsWith("HTTP/1.1 200 ") && page.endsWith("<!doctype html>"), page);
        assertTrue(page.contains("Content-Security-Policy: " + POLICY + "\r\n"), page);
        assertTrue(page.contains("content-type: text/html; charset=utf-8\r\n"), page);
        assertTrue(page.contains("cache-control: no-cache\r\n"), page);
        assertEquals(1, page.split("(?i)content-security-policy:").length - 1, "one policy, not two");
        String tag = page.replaceAll("(?s).*etag: (\"[0-9a-f]+\").*", "$1");
        String again = get(node.port(), "/", "If-None-Match: " + tag);
        assertTrue(again.startsWith("HTTP/1.1 304 ") && again.contains(POLICY), again);
    }

    @Test
    void assetsComeInTheCodingThatTheBrowserTakes() throws Exception {
        Node node = start();
        String path = "/assets/main-1a2b.js";
        String brotli = get(node.port(), path, "Accept-Encoding: gzip, deflate, br, zstd");
        assertTrue(brotli.endsWith("by brotli") && brotli.contains("content-encoding: br\r\n"), brotli);
        assertTrue(brotli.contains("cache-control: public, max-age=31536000, immutable\r\n"), brotli);
        assertTrue(brotli.contains("content-type: text/javascript; charset=utf-8\r\n"), brotli);
        String gzip = get(node.port(), path, "Accept-Encoding: br;q=0, gzip;q=0.5");
        assertTrue(gzip.endsWith("by gzip") && gzip.contains("content-encoding: gzip\r\n"), gzip);
        String plain = get(node.port(), path);
        assertTrue(plain.endsWith("plain script") && !plain.contains("content-encoding"), plain);
        assertTrue(plain.contains("vary: accept-encoding\r\n"), plain);
    }

    @Test
    void nothingElseIsServed() throws Exception {
        Node node = start();
        for (String path : List.of(
                "/content-security-policy.txt",
                "/secret.pem",
                "/link.txt",
                "/.vite",
                "/assets",
                "/assets/main-1a2b.js.br",
                "/../node/metrics-token",
                "/assets/..%2f..%2fnode/metrics-token")) {
            assertTrue(get(node.port(), path).startsWith("HTTP/1.1 404 "), path);
        }
        assertFalse(get(node.port(), "/nothing").contains(POLICY));
    }

    @Test
    void aFolderWithoutAPageStopsTheStart() throws Exception {
        Files.delete(folder.resolve("page/index.html"));
        String why =
                String.valueOf(assertThrows(NodeException.class, this::start).getMessage());
        assertTrue(why.contains("there is no browser client in"), why);
    }
}
