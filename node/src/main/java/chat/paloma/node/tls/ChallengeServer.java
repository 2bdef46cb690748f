package chat.paloma.node.tls;

import chat.paloma.node.NodeException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Plain HTTP that knows two answers: the one to a challenge of a certificate authority (RFC 8555 section 8.3), and that
 * everything else is on HTTPS. Connections close after one response or five seconds.
 */
public final class ChallengeServer implements AutoCloseable {
    private static final String PREFIX = "/.well-known/acme-challenge/";
    private static final int CONNECTION_SECONDS = 5;
    private static final int START_SECONDS = 10;

    private final Vertx vertx;
    private final InetAddress bind;
    private final int wantedPort;
    private final String elsewhere;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private @Nullable HttpServer server;

    /**
     * Sets it up; it listens from {@link #start} on.
     *
     * @param elsewhere where everything else is, an address that begins with {@code https://} and has no path
     */
    public ChallengeServer(Vertx vertx, InetAddress bind, int port, String elsewhere) {
        this.vertx = vertx;
        this.bind = bind;
        this.wantedPort = port;
        this.elsewhere = elsewhere;
    }

    /** The port that it listens on. */
    public int port() {
        HttpServer listening = server;
        return listening == null ? wantedPort : listening.actualPort();
    }

    void start() throws NodeException {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxHeaderSize(8 << 10)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(CONNECTION_SECONDS);
        HttpServer starting = vertx.createHttpServer(options)
                .connectionHandler(
                        connection -> vertx.setTimer(CONNECTION_SECONDS * 1000L, timer -> connection.close()))
                .requestHandler(this::respond);
        try {
            server = starting.listen(wantedPort, bind.getHostAddress())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new NodeException(
                    "port " + wantedPort + " for the certificate authority's challenges "
                            + (e.getCause() instanceof BindException
                                    ? "is in use or needs more rights; stop what listens there, or set acme.http-port"
                                            + " and let port 80 be forwarded to it"
                                    : "cannot be listened on: " + e.getCause()),
                    e);
        } catch (TimeoutException e) {
            throw new NodeException(
                    "port " + wantedPort + " could not be listened on within " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted while starting", e);
        }
    }

    void answer(String token, String authorization) {
        answers.put(token, authorization);
    }

    void forget(String token) {
        answers.remove(token);
    }

    @Override
    public void close() {
        HttpServer listening = server;
        if (listening != null) {
            listening.close();
        }
    }

    private void respond(HttpServerRequest request) {
        request.response().putHeader("Connection", "close");
        String path = request.path();
        String answer = path != null && path.startsWith(PREFIX) ? answers.get(path.substring(PREFIX.length())) : null;
        if (answer != null) {
            request.response()
                    .putHeader("Content-Type", "application/octet-stream")
                    .end(answer);
        } else {
            request.response()
                    .setStatusCode(308)
                    .putHeader("Location", elsewhere + (path != null && path.startsWith("/") ? path : "/"))
                    .end();
        }
    }
}
