package chat.paloma.node.gateway;

import chat.paloma.node.DataFolder;
import chat.paloma.node.telemetry.Metrics;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What machines that watch the node ask: {@code /healthz}, whether the process answers; {@code /readyz}, whether it takes
 * requests; {@code /metrics}, with a token.
 *
 * <p>The token is made at the first start and lies in the data folder. A peer's address would not do in its place: behind
 * a proxy on the same machine, everybody has the loopback address.
 */
public final class OperatorRoutes {
    private static final String TOKEN_FILE = "metrics-token";
    private static final int TOKEN_BYTES = 32;
    private static final String BEARER = "Bearer ";

    private final Readiness readiness;
    private final Metrics metrics;
    private final byte[] token;

    /**
     * Makes the token, or reads it.
     *
     * @throws IOException when it can be neither made nor read
     */
    public OperatorRoutes(Readiness readiness, Metrics metrics, DataFolder data) throws IOException {
        this.readiness = readiness;
        this.metrics = metrics;
        Path file = data.path().resolve(TOKEN_FILE);
        if (!Files.exists(file)) {
            byte[] random = new byte[TOKEN_BYTES];
            new SecureRandom().nextBytes(random);
            DataFolder.writePrivately(
                    file, (HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        this.token = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        if (token.length < TOKEN_BYTES) {
            throw new IOException(file + " is too short to be a token; remove it, and the node makes a new one");
        }
    }

    /** Mounts them. */
    public void mount(Routes routes) {
        routes.on(HttpMethod.GET, "/healthz", exchange -> exchange.json(200, new JsonObject().put("status", "ok")));
        routes.on(HttpMethod.GET, "/readyz", this::readyz);
        routes.on(HttpMethod.GET, "/metrics", this::metrics);
    }

    private void readyz(Exchange exchange) {
        Optional<String> obstacle = readiness.obstacle();
        exchange.json(obstacle.isEmpty() ? 200 : 503, new JsonObject().put("status", obstacle.orElse("ready")));
    }

    private void metrics(Exchange exchange) {
        String given = exchange.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (given == null
                || !given.startsWith(BEARER)
                || !MessageDigest.isEqual(given.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8), token)) {
            // As if there were nothing: whoever has no token need not know.
            exchange.refuse(HttpError.NOT_FOUND);
            return;
        }
        exchange.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, Metrics.CONTENT_TYPE)
                .end(metrics.scrape());
    }
}
