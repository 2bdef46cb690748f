package chat.paloma.node.gateway;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Where parts of the node are mounted on its HTTP server. Everything is mounted before the server listens.
 *
 * <p>A path is exact; one that ends with a slash and a star, as {@code /v1/blobs/*}, is for everything below, unless a
 * longer one fits. {@code GET} answers {@code HEAD} too. What a handler throws becomes {@link HttpError#INTERNAL}.
 */
public interface Routes {
    /** Mounts a handler; its response must end within the limit for all requests. */
    void on(HttpMethod method, String path, Consumer<Exchange> handler);

    /** Mounts a handler with a time of its own, for what takes longer than other requests. */
    void on(HttpMethod method, String path, Duration time, Consumer<Exchange> handler);

    /** Mounts what accepts WebSocket connections, by {@link Exchange#upgrade}; other requests are refused before. */
    void onWebSocket(String path, Consumer<Exchange> handler);
}
