package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.node.TestDatabases;
import chat.paloma.node.TestRedis;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address that asks several nodes is counted once, with Redis between them. */
@Tag("slow")
class AddressLimitTest {
    private static final int LIMIT = 6_000;
    private static final int TRIES = 100;

    @TempDir
    private Path folder;

    /** A node refuses for what another one counted, long before its own limit. */
    @Test
    void isOneOfAllNodes() throws Exception {
        try (TestRedis redis = new TestRedis(folder.resolve("redis"));
                TestCluster cluster = new TestCluster(folder, TestDatabases.address(folder), 1, options(redis))) {
            assertEquals(200, ask(cluster));
            int answer = 200;
            for (int i = 0; i < TRIES && answer == 200; i++) {
                redis.count("address 127.0.0.1", LIMIT);
                Thread.sleep(100);
                answer = ask(cluster);
            }
            assertEquals(429, answer);
        }
    }

    private static String[] options(TestRedis redis) {
        return Stream.concat(redis.options().stream(), Stream.of("--limits-address-requests-per-minute=" + LIMIT))
                .toArray(String[]::new);
    }

    private static int ask(TestCluster cluster) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + cluster.node(0).port() + "/healthz");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
