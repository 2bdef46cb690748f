package chat.paloma.node;

import chat.paloma.node.Shutdown.Phase;
import chat.paloma.node.config.Certificate;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.gateway.NodeServer;
import chat.paloma.node.gateway.OperatorRoutes;
import chat.paloma.node.gateway.Readiness;
import chat.paloma.node.telemetry.Metrics;
import chat.paloma.node.telemetry.Tracing;
import chat.paloma.node.tls.AcmeCertificates;
import chat.paloma.node.tls.BoringSsl;
import chat.paloma.node.tls.CertificateFiles;
import chat.paloma.node.tls.CertificateRenewal;
import chat.paloma.node.tls.CertificateSource;
import chat.paloma.node.tls.ChallengeServer;
import chat.paloma.node.tls.LocalAuthority;
import chat.paloma.node.tls.MachineNames;
import chat.paloma.node.tls.ServerCertificate;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * One process of the server: the data folder, the HTTP server with its certificate, and the parts that were given to it.
 * It runs from the end of {@link #start} to the end of {@link #stop}.
 */
public final class Node {
    private static final Duration CLOSING_TIME = Duration.ofSeconds(10);
    private static final int HTTPS_PORT = 443;

    private final NodeConfiguration configuration;
    private final DataFolder data;
    private final Shutdown shutdown = new Shutdown();
    private final Readiness readiness = new Readiness();
    private final Metrics metrics = new Metrics();
    private final Tracing tracing;
    private final NodeServer server;
    private final MachineNames names;
    private final AtomicReference<Future<?>> stopped = new AtomicReference<>(Future.succeededFuture());
    private final List<Supplier<List<String>>> notices = new ArrayList<>();

    private Node(NodeConfiguration configuration, DataFolder data) {
        this.configuration = configuration;
        this.data = data;
        this.tracing = Tracing.to(configuration.traces());
        this.names = configuration.certificate() instanceof Certificate.LocalAuthority
                ? MachineNames.ofThisMachine()
                : MachineNames.none();
        this.server = new NodeServer(configuration, metrics);
        shutdown.register(Phase.CLOSE, "data folder", time -> data.close());
        shutdown.register(Phase.CLOSE, "metrics", time -> metrics.close());
        shutdown.register(Phase.CLOSE, "traces", tracing::close);
        shutdown.register(Phase.CLOSE, "server", time -> server.close(CLOSING_TIME));
    }

    /**
     * Starts a node, and returns when it takes requests.
     *
     * @throws NodeException when it cannot start; nothing of it is left running
     */
    public static Node start(NodeConfiguration configuration, List<Part> parts) throws NodeException {
        if (configuration.hasTls()) {
            BoringSsl.require();
        }
        Node node = new Node(configuration, DataFolder.open(configuration.data()));
        try {
            node.run(parts);
            return node;
        } catch (IOException e) {
            node.stop();
            throw new NodeException("the data folder " + configuration.data() + " failed: " + e.getMessage(), e);
        } catch (NodeException | RuntimeException e) {
            node.stop();
            throw e;
        }
    }

    /** What people open. */
    public URI publicAddress() {
        return configuration.publicAddress().orElseGet(() -> URI.create(ownAddress(port())));
    }

    /** The TCP port that it listens on. */
    public int port() {
        return server.port();
    }

    /** How it runs. */
    public NodeConfiguration configuration() {
        return configuration;
    }

    /** Lines for whoever started it. */
    public List<String> notices() {
        return notices.stream().flatMap(lines -> lines.get().stream()).toList();
    }

    /**
     * Stops it in order; a second call does nothing.
     *
     * @return whether everything ended well and in time
     */
    public boolean stop() {
        return shutdown.run(configuration.shutdownTime());
    }

    private void run(List<Part> parts) throws NodeException, IOException {
        new OperatorRoutes(readiness, metrics, data).mount(server.routes());
        Optional<CertificateSource> source = certificateSource();
        source.ifPresent(opened -> shutdown.register(Phase.STOP_ACCEPTING, "certificate", time -> opened.close()));
        Optional<ServerCertificate> certificate = Optional.empty();
        if (source.isPresent()) {
            certificate = Optional.of(source.get().obtain());
            notices.add(source.get()::advice);
        }
        Host host = new Host(
                configuration,
                data,
                server.vertx(),
                server.routes(),
                readiness,
                shutdown,
                metrics,
                tracing,
                this::publicAddress,
                server::countWith,
                notices::add);
        waitForRequestsWhenStopping();
        for (Part part : parts) {
            part.start(host);
        }
        server.listen(certificate);
        shutdown.register(Phase.STOP_ACCEPTING, "listener", time -> {
            readiness.stopping();
            stopped.set(server.stopAccepting(time));
        });
        source.ifPresent(from -> {
            CertificateRenewal renewal = CertificateRenewal.start(from, server::use);
            shutdown.register(Phase.STOP_ACCEPTING, "certificate renewal", time -> renewal.close());
        });
        readiness.started();
    }

    /** After what the parts do with their connections: registered before them, it runs after them. */
    private void waitForRequestsWhenStopping() {
        shutdown.register(Phase.DRAIN, "requests", time -> {
            try {
                stopped.get().toCompletionStage().toCompletableFuture().get(time.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // The server has the same deadline, and closes what is left by itself.
                throw new IOException("some requests were cut off", e);
            }
        });
    }

    private Optional<CertificateSource> certificateSource() throws IOException {
        return switch (configuration.certificate()) {
            case Certificate.None none -> Optional.empty();
            case Certificate.Files files -> Optional.of(new CertificateFiles(files.chain(), files.key()));
            case Certificate.LocalAuthority local -> Optional.of(new LocalAuthority(data.subfolder("tls"), names));
            case Certificate.FromAuthority authority ->
                Optional.of(new AcmeCertificates(
                        authority,
                        data.subfolder("tls"),
                        new ChallengeServer(
                                server.vertx(),
                                configuration.bind(),
                                authority.httpPort(),
                                configuration
                                        .publicAddress()
                                        .map(URI::toString)
                                        .orElseGet(() -> ownAddress(configuration.port())))));
        };
    }

    private String ownAddress(int port) {
        return switch (configuration.certificate()) {
            case Certificate.FromAuthority authority ->
                "https://" + authority.domain() + (port == HTTPS_PORT ? "" : ":" + port);
            case Certificate.LocalAuthority local ->
                "https://" + names.reachable().orElse("localhost") + ":" + port;
            case Certificate.Files files -> "https://" + boundName() + ":" + port;
            case Certificate.None none -> "http://" + boundName() + ":" + port;
        };
    }

    /** What to call the address that it listens on: localhost, where that leads to it. */
    private String boundName() {
        String address = configuration.bind().getHostAddress();
        return configuration.bind().isAnyLocalAddress() || address.equals("127.0.0.1")
                ? "localhost"
                : address.contains(":") ? "[" + address + "]" : address;
    }
}
