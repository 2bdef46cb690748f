package chat.paloma.node.gateway;

import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.NodeException;
import chat.paloma.node.config.Certificate;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.telemetry.Metrics;
import chat.paloma.node.tls.BoringSsl;
import chat.paloma.node.tls.ServerCertificate;
import io.micrometer.core.instrument.Counter;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server that everything of a node is mounted on, one acceptor for as many event loops as there are cores.
 *
 * <p>HTTP/1.1 only, with or without TLS. Its bounds: connections in all and per address, the size of a request's head,
 * and the time of everything that a peer has to do ({@link ConnectionWatch}).
 */
public final class NodeServer {
    private static final Logger LOG = LoggerFactory.getLogger(NodeServer.class);
    /** What devices speak over WebSocket, with its version. */
    private static final String SUBPROTOCOL = "paloma.v1";

    private static final int MAX_HEAD_BYTES = 16 << 10;
    private static final int MAX_LINE_BYTES = 4 << 10;
    private static final int ACCEPT_BACKLOG = 1_024;
    /** For so long everything of a WebSocket is kept that has begun to close, also when its peer is gone. */
    private static final int CLOSING_SECONDS = 2;

    private static final int KNOWN_ADDRESSES = 100_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration START_TIME = Duration.ofSeconds(30);

    private final NodeConfiguration configuration;
    private final ConnectionCounts counts;
    private final Counter refusedConnections;
    private final Counter requests;
    private final Vertx vertx;
    private final RouteTable routes;
    private final ConnectionWatch watch;
    private final RateLimiter<String> rates;
    private volatile SharedCounts sharedCounts = SharedCounts.NONE;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    /** Sets it up; it listens from {@link #listen} on. */
    public NodeServer(NodeConfiguration configuration, Metrics metrics) {
        this.configuration = configuration;
        this.counts = new ConnectionCounts(
                configuration.limits().connections(), configuration.limits().connectionsPerAddress());
        metrics.registry().gauge("paloma.connections", counts, ConnectionCounts::open);
        this.refusedConnections = metrics.registry().counter("paloma.connections.refused");
        this.requests = metrics.registry().counter("paloma.http.requests");
        AcceptGuard guard = new AcceptGuard(counts, configuration.proxies(), refusedConnections::increment);
        this.vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
                        .setDisableTCCL(true))
                .withTransport(new GuardedTransport(guard))
                .build();
        this.routes = new RouteTable(configuration.limits().bodyTime());
        this.watch = new ConnectionWatch(
                vertx, configuration.limits(), configuration.proxies(), counts, refusedConnections::increment);
        this.rates =
                new RateLimiter<>(configuration.limits().addressRequestsPerMinute(), KNOWN_ADDRESSES, System::nanoTime);
    }

    /** What it runs on. */
    public Vertx vertx() {
        return vertx;
    }

    /** Where the parts of the node are mounted. */
    public Routes routes() {
        return routes;
    }

    /** Counts the requests of an address with those on other nodes. */
    public void countWith(SharedCounts counts) {
        sharedCounts = counts;
    }

    /** The port that it listens on. */
    public int port() {
        return servers.getFirst().actualPort();
    }

    /**
     * Begins to listen.
     *
     * @param certificate for TLS; none for plain HTTP
     * @throws NodeException when the port or the address cannot be had
     */
    public void listen(Optional<ServerCertificate> certificate) throws NodeException {
        HttpServerOptions options = options(certificate);
        int loops = Runtime.getRuntime().availableProcessors();
        Future<String> deployed = vertx.deployVerticle(
                () -> new VerticleBase() {
                    @Override
                    public Future<?> start() {
                        HttpServer server = vertx.createHttpServer(options)
                                .connectionHandler(watch::opened)
                                .invalidRequestHandler(NodeServer.this::refuseInvalid)
                                .requestHandler(NodeServer.this::answer);
                        return server.listen().onSuccess(servers::add);
                    }
                },
                new DeploymentOptions().setInstances(loops));
        try {
            await(deployed, START_TIME);
        } catch (ExecutionException e) {
            throw new NodeException(explain(Objects.requireNonNullElse(e.getCause(), e)), e);
        } catch (TimeoutException e) {
            throw new NodeException("the server did not start within " + START_TIME.toSeconds() + " s", e);
        }
    }

    /** Uses another certificate for new connections; those that exist go on. */
    public void use(ServerCertificate certificate) throws NodeException {
        try {
            await(
                    servers.getFirst()
                            .updateSSLOptions(
                                    BoringSsl.serving(
                                            certificate, configuration.limits().headTime()),
                                    true),
                    START_TIME);
        } catch (ExecutionException | TimeoutException e) {
            throw new NodeException("the new certificate could not be taken into use: " + e.getMessage(), e);
        }
    }

    /**
     * Accepts nothing more, and closes each connection when what it is doing ends, or at the deadline. Returns at once.
     */
    public Future<?> stopAccepting(Duration deadline) {
        return Future.join(servers.stream()
                .map(server -> server.shutdown(Math.max(1, deadline.toMillis()), TimeUnit.MILLISECONDS))
                .toList());
    }

    /** Closes everything. */
    public void close(Duration time) throws NodeException {
        try {
            await(vertx.close(), time);
        } catch (ExecutionException | TimeoutException e) {
            throw new NodeException("the server did not close: " + e.getMessage(), e);
        }
    }

    private HttpServerOptions options(Optional<ServerCertificate> certificate) {
        Duration headTime = configuration.limits().headTime();
        HttpServerOptions options = new HttpServerOptions()
                .setHost(configuration.bind().getHostAddress())
                // -1 is a free port too, the same one for all event loops.
                .setPort(configuration.port() == 0 ? -1 : configuration.port())
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setMaxHeaderSize(MAX_HEAD_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxWebSocketFrameSize(WireLimits.MAX_FRAME)
                .setMaxWebSocketMessageSize(WireLimits.MAX_FRAME)
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setWebSocketSubProtocols(List.of(SUBPROTOCOL))
                .setHttp2ClearTextEnabled(false)
                .setUseProxyProtocol(!configuration.proxies().isEmpty())
                .setProxyProtocolTimeout(headTime.toMillis())
                .setProxyProtocolTimeoutUnit(TimeUnit.MILLISECONDS);
        if (certificate.isPresent()) {
            var tls = BoringSsl.serving(certificate.get(), headTime);
            options.setSsl(true)
                    .setUseAlpn(false)
                    .setSslEngineOptions(BoringSsl.engine())
                    .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols())
                    .setKeyCertOptions(tls.getKeyCertOptions())
                    .setSslHandshakeTimeout(headTime.toMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        }
        return options;
    }

    private void answer(HttpServerRequest request) {
        Optional<InetAddress> peer = watch.peerOf(request.connection());
        if (peer.isEmpty()) {
            request.connection().close();
            return;
        }
        requests.increment();
        Map<HttpMethod, RouteTable.Route> here = routes.at(request.path());
        Optional<RouteTable.Route> route = RouteTable.of(here, request.method());
        watch.requested(
                request.connection(),
                route.map(RouteTable.Route::time).orElse(configuration.limits().bodyTime()));
        request.response().endHandler(end -> watch.responded(request.connection()));
        SecurityHeaders.addTo(request.response().headers(), hasPublicCertificate());
        Exchange exchange = new Exchange(request, peer.get(), () -> watch.handOver(request.connection()));
        Duration wait = count(ConnectionCounts.key(peer.get()));
        if (!wait.isZero()) {
            exchange.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
            exchange.refuse(HttpError.TOO_MANY_REQUESTS);
        } else if (here.isEmpty()) {
            exchange.refuse(HttpError.NOT_FOUND);
        } else if (route.isEmpty()) {
            exchange.response()
                    .putHeader(
                            HttpHeaders.ALLOW,
                            here.keySet().stream()
                                    .map(HttpMethod::name)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
            exchange.refuse(HttpError.METHOD_NOT_ALLOWED);
        } else {
            handle(route.get(), exchange);
        }
    }

    /** Counts a request of an address: how long to wait when it was one too many. */
    private Duration count(String address) {
        Duration wait = rates.take(address);
        return wait.isZero()
                ? sharedCounts.count(
                        "address " + address, configuration.limits().addressRequestsPerMinute(), MINUTE)
                : wait;
    }

    private static void handle(RouteTable.Route route, Exchange exchange) {
        try {
            route.handler().accept(exchange);
        } catch (RuntimeException e) {
            // Not the path, which may name a room or a blob.
            LOG.error("a request failed", e);
            exchange.refuse(HttpError.INTERNAL);
        }
    }

    /** What is not HTTP/1.1 gets an answer, and the connection ends. */
    private void refuseInvalid(HttpServerRequest request) {
        @Nullable Throwable cause = request.decoderResult().cause();
        HttpError error = cause instanceof TooLongHttpHeaderException
                ? HttpError.HEAD_TOO_LARGE
                : cause instanceof TooLongHttpLineException ? HttpError.ADDRESS_TOO_LONG : HttpError.MALFORMED;
        SecurityHeaders.addTo(request.response().headers(), hasPublicCertificate());
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        new Exchange(request, configuration.bind(), () -> {}).refuse(error);
        request.connection().close();
    }

    /** With an authority of the node's own, a browser must stay able to go back to plain HTTP on this machine. */
    private boolean hasPublicCertificate() {
        return configuration.hasTls() && !(configuration.certificate() instanceof Certificate.LocalAuthority);
    }

    private String explain(Throwable cause) {
        String where = configuration.bind().getHostAddress() + ":" + configuration.port();
        if (!(cause instanceof BindException)) {
            return "cannot listen on " + where + ": " + cause.getMessage();
        }
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("in use")) {
            return "port " + configuration.port() + " is in use; stop what listens there, or give another --port";
        }
        if (reason.contains("ermission")) {
            return "port " + configuration.port() + " needs more rights; give a --port from 1024 on,"
                    + " or allow the node's user to listen there (CAP_NET_BIND_SERVICE)";
        }
        return "cannot listen on " + where + ": this machine has no such address; give another --bind";
    }

    private static void await(Future<?> future, Duration time)
            throws ExecutionException, TimeoutException, NodeException {
        try {
            future.toCompletionStage().toCompletableFuture().get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted", e);
        }
    }
}
