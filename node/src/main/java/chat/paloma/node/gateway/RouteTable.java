package chat.paloma.node.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The routes, and which of them a request is for. Filled before the server listens, and only read from then on. */
final class RouteTable implements Routes {
    private static final String BELOW = "/*";

    record Route(Duration time, Consumer<Exchange> handler) {}

    private final Duration usualTime;
    private final Map<String, Map<HttpMethod, Route>> exact = new HashMap<>();
    /** The longest first. */
    private final Map<String, Map<HttpMethod, Route>> below =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    RouteTable(Duration usualTime) {
        this.usualTime = usualTime;
    }

    @Override
    public void on(HttpMethod method, String path, Consumer<Exchange> handler) {
        on(method, path, usualTime, handler);
    }

    @Override
    public void on(HttpMethod method, String path, Duration time, Consumer<Exchange> handler) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("not a path: " + path);
        }
        boolean prefix = path.endsWith(BELOW);
        String key = prefix ? path.substring(0, path.length() - 1) : path;
        Route before = (prefix ? below : exact)
                .computeIfAbsent(key, unknown -> new HashMap<>())
                .putIfAbsent(method, new Route(time, handler));
        if (before != null) {
            throw new IllegalArgumentException("mounted twice: " + method + " " + path);
        }
    }

    @Override
    public void onWebSocket(String path, Consumer<Exchange> handler) {
        on(HttpMethod.GET, path, exchange -> {
            HttpServerRequest request = exchange.request();
            if (request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)
                    && request.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE, true)) {
                handler.accept(exchange);
            } else {
                exchange.response().putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
                exchange.refuse(HttpError.UPGRADE_REQUIRED);
            }
        });
    }

    /** What is mounted at a path, by method; empty when nothing is. */
    Map<HttpMethod, Route> at(@Nullable String path) {
        if (path == null) {
            return Map.of();
        }
        Map<HttpMethod, Route> found = exact.get(path);
        return found != null
                ? found
                : below.entrySet().stream()
                        .filter(entry -> path.startsWith(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(Map.of());
    }

    static Optional<Route> of(Map<HttpMethod, Route> routes, HttpMethod method) {
        return Optional.ofNullable(routes.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method));
    }
}
