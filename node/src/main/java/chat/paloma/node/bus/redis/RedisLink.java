package chat.paloma.node.bus.redis;

import chat.paloma.core.codec.ByteString;
import chat.paloma.node.config.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of this node to Redis: one for commands, one on which messages of a channel arrive. When one of them
 * is lost, both are made anew, again and again; meanwhile nothing is sent and nothing arrives.
 */
public final class RedisLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final int CONNECT_MILLIS = 3_000;
    private static final int START_SECONDS = 20;
    private static final long BETWEEN_ATTEMPTS_MILLIS = 500;
    private static final long PING_MILLIS = 2_000;
    private static final int MESSAGE_PARTS = 3;

    private record Connections(RedisConnection commands, RedisConnection messages) {}

    private final Vertx vertx;
    private final Redis client;
    private final String channel;
    private final List<Consumer<ByteString>> takers = new CopyOnWriteArrayList<>();
    private final List<Runnable> up = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Connections> connections = new AtomicReference<>();
    private volatile boolean closed;

    /**
     * @param password of the user, if there is one
     * @param channel that the nodes of a database have for themselves
     */
    public RedisLink(Vertx vertx, RedisServer server, Optional<String> password, String channel) {
        this.vertx = vertx;
        this.channel = channel;
        RedisOptions options = new RedisOptions()
                .setConnectionString((server.tls().encrypted() ? "rediss://" : "redis://") + server.address())
                .setNetClientOptions(network(server))
                .setProtocolNegotiation(false)
                .setMaxPoolSize(4)
                .setMaxWaitingHandlers(16_384);
        server.user().ifPresent(options::setUser);
        password.ifPresent(options::setPassword);
        this.client = Redis.createClient(vertx, options);
    }

    private static NetClientOptions network(RedisServer server) {
        NetClientOptions network = new NetClientOptions().setConnectTimeout(CONNECT_MILLIS);
        if (server.tls().encrypted()) {
            network.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
            server.tls()
                    .trust()
                    .ifPresent(file -> network.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
            server.tls()
                    .certificate()
                    .ifPresent(certificate -> server.tls()
                            .key()
                            .ifPresent(key -> network.setKeyCertOptions(new PemKeyCertOptions()
                                    .addCertPath(certificate.toString())
                                    .addKeyPath(key.toString()))));
        }
        return network;
    }

    /** Takes the messages of the channel, briefly. Before {@link #start}. */
    public void listen(Consumer<ByteString> taker) {
        takers.add(taker);
    }

    /** Calls back when messages begin to arrive. Before {@link #start}. */
    public void onUp(Runnable work) {
        up.add(work);
    }

    /** Connects, and from then on stays connected as far as that can be. Blocks until the first attempt has ended. */
    public void start() throws Exception {
        connect().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        vertx.setPeriodic(PING_MILLIS, id -> {
            if (closed) {
                vertx.cancelTimer(id);
            } else {
                ping();
            }
        });
    }

    /** Whether there is a connection, as far as is known. */
    public boolean isUp() {
        return connections.get() != null;
    }

    private Future<Void> connect() {
        return client.connect()
                .compose(commands -> client.connect()
                        .compose(messages -> {
                            Connections made = new Connections(commands, messages);
                            messages.handler(this::take);
                            for (RedisConnection each : List.of(commands, messages)) {
                                each.exceptionHandler(error -> lost(made, String.valueOf(error.getMessage())));
                                each.endHandler(ignored -> lost(made, "the connection ended"));
                            }
                            return messages.send(Request.cmd(Command.SUBSCRIBE).arg(channel))
                                    .compose(ignored -> commands.send(Request.cmd(Command.PING)))
                                    .onSuccess(ignored -> {
                                        connections.set(made);
                                        up.forEach(Runnable::run);
                                    })
                                    .onFailure(error -> messages.close())
                                    .<Void>mapEmpty();
                        })
                        .onFailure(error -> commands.close()));
    }

    private void lost(Connections which, String reason) {
        if (!connections.compareAndSet(which, null)) {
            return;
        }
        which.commands().close();
        which.messages().close();
        if (!closed) {
            LOG.warn("Redis is lost; nodes go on with the database and with counts of their own: {}", reason);
            connectAgain();
        }
    }

    private void connectAgain() {
        vertx.setTimer(BETWEEN_ATTEMPTS_MILLIS, id -> {
            if (!closed) {
                connect().onSuccess(ignored -> LOG.info("Redis is back")).onFailure(error -> connectAgain());
            }
        });
    }

    private void ping() {
        Connections current = connections.get();
        if (current != null) {
            current.commands()
                    .send(Request.cmd(Command.PING))
                    .timeout(PING_MILLIS, TimeUnit.MILLISECONDS)
                    .onFailure(error -> lost(current, String.valueOf(error.getMessage())));
        }
    }

    private void take(@Nullable Response message) {
        if (message != null
                && message.isArray()
                && message.size() == MESSAGE_PARTS
                && "message".equals(message.get(0).toString())) {
            ByteString bytes = ByteString.adopt(message.get(2).toBytes());
            takers.forEach(taker -> taker.accept(bytes));
        }
    }

    /** Sends a message to all who listen, or nothing when there is no connection. */
    public void publish(ByteString message) {
        Connections current = connections.get();
        if (current != null) {
            current.commands()
                    .send(Request.cmd(Command.PUBLISH).arg(channel).arg(Buffer.buffer(message.toByteArray())));
        }
    }

    /** Does commands together; fails when there is no connection. */
    Future<List<@Nullable Response>> batch(List<Request> commands) {
        Connections current = connections.get();
        return current == null
                ? Future.failedFuture("there is no connection to Redis")
                : current.commands().batch(commands);
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }
}
