package chat.paloma.node.gateway;

import chat.paloma.node.config.AddressRange;
import chat.paloma.node.config.Limits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose each connection is, and how long it may take. Time runs against a connection whenever its peer has to do
 * something, however many bytes it sends meanwhile: until its first request's head, within a request, between requests.
 */
final class ConnectionWatch {
    private final Vertx vertx;
    private final Limits limits;
    private final List<AddressRange> proxies;
    private final ConnectionCounts counts;
    private final Runnable refused;
    private final Map<HttpConnection, Watched> connections = new ConcurrentHashMap<>();

    /** One connection. Used on its event loop only. */
    private final class Watched {
        private final HttpConnection connection;
        private final InetAddress peer;
        private Optional<Long> timer = Optional.empty();

        Watched(HttpConnection connection, InetAddress peer) {
            this.connection = connection;
            this.peer = peer;
        }

        void allow(Duration time) {
            stop();
            timer = Optional.of(vertx.setTimer(Math.max(1, time.toMillis()), late -> connection.close()));
        }

        void stop() {
            timer.ifPresent(vertx::cancelTimer);
            timer = Optional.empty();
        }
    }

    ConnectionWatch(Vertx vertx, Limits limits, List<AddressRange> proxies, ConnectionCounts counts, Runnable refused) {
        this.vertx = vertx;
        this.limits = limits;
        this.proxies = proxies;
        this.counts = counts;
        this.refused = refused;
    }

    /** A connection is ready for requests. Closes it when a header came from no proxy of ours, or for one too many. */
    void opened(HttpConnection connection) {
        Optional<InetAddress> real = addressOf(connection.remoteAddress(true));
        Optional<InetAddress> told = addressOf(connection.remoteAddress());
        if (real.isEmpty() || told.isEmpty()) {
            connection.close();
            return;
        }
        InetAddress peer = told.get();
        if (proxies.stream().anyMatch(range -> range.contains(real.get()))) {
            if (!counts.tryOpen(peer)) {
                refused.run();
                connection.close();
                return;
            }
            onEnd(connection, () -> counts.close(peer));
        } else if (!peer.equals(real.get())) {
            refused.run();
            connection.close();
            return;
        }
        connection.closeHandler(closed -> forget(connection));
        Watched watched = new Watched(connection, peer);
        connections.put(connection, watched);
        watched.allow(limits.headTime());
    }

    /** Whose connection it is; empty when it was refused. */
    Optional<InetAddress> peerOf(HttpConnection connection) {
        return Optional.ofNullable(connections.get(connection)).map(watched -> watched.peer);
    }

    /** A request's head is complete; its response must be within the time. */
    void requested(HttpConnection connection, Duration time) {
        watched(connection).ifPresent(watched -> watched.allow(time));
    }

    /** A response is complete; the next request must be within the idle time. */
    void responded(HttpConnection connection) {
        watched(connection).ifPresent(watched -> watched.allow(limits.idleTime()));
    }

    /** The connection is no longer HTTP: whoever took it over watches it. */
    void handOver(HttpConnection connection) {
        // Its close handler is never called, so this is the last chance to forget it.
        forget(connection);
    }

    /** Does something when the connection ends, also once it is no longer HTTP, of which its close handler hears nothing. */
    private static void onEnd(HttpConnection connection, Runnable work) {
        if (!(connection instanceof HttpServerConnection server)) {
            throw new IllegalArgumentException("not a connection on a Netty channel");
        }
        server.channelHandlerContext().channel().closeFuture().addListener(ended -> work.run());
    }

    private Optional<Watched> watched(HttpConnection connection) {
        return Optional.ofNullable(connections.get(connection));
    }

    private void forget(HttpConnection connection) {
        Watched watched = connections.remove(connection);
        if (watched != null) {
            watched.stop();
        }
    }

    private static Optional<InetAddress> addressOf(SocketAddress address) {
        String host = address == null ? null : address.hostAddress();
        try {
            return host == null ? Optional.empty() : Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
