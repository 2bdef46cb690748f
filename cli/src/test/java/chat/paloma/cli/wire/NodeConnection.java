package chat.paloma.cli.wire;

import chat.paloma.client.transport.Reasons;
import chat.paloma.client.transport.ServerAddress;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.WireLimits;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket to a node (docs/protocol.md, <i>The connection</i>). Any thread may ask; requests go out in the order in
 * which they are asked. When it ends, every request that is still open fails, and the listener hears of it.
 */
public final class NodeConnection implements AutoCloseable {
    /** How long to wait for a connection, and for an answer. */
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final String SUBPROTOCOL = "paloma.v1";

    private record Open<A extends TlsEncodable>(Decoder<A> decoder, CompletableFuture<A> answer) {
        void answered(ByteString body) throws DecodeException {
            answer.complete(decoder.decodeAll(body.toByteArray()));
        }

        void failed(NodeException reason) {
            answer.completeExceptionally(reason);
        }
    }

    private final ServerAddress server;
    private final ConnectionListener listener;
    private final Map<Integer, Open<?>> open = new HashMap<>();
    private CompletableFuture<?> sending = CompletableFuture.completedFuture("");
    private @Nullable WebSocket socket;
    private @Nullable NodeException end;
    private int lastId;

    private NodeConnection(ServerAddress server, ConnectionListener listener) {
        this.server = server;
        this.listener = listener;
    }

    /**
     * Connects. The proof of possession comes next: see {@link Handshake}.
     *
     * @throws NodeException when the node is not reached
     */
    public static NodeConnection connect(HttpClient http, ServerAddress server, ConnectionListener listener)
            throws NodeException, InterruptedException {
        NodeConnection connection = new NodeConnection(server, listener);
        CompletableFuture<WebSocket> opening = http.newWebSocketBuilder()
                .subprotocols(SUBPROTOCOL)
                .connectTimeout(TIMEOUT)
                .buildAsync(server.connection(), connection.new Receiver());
        try {
            WebSocket socket = opening.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (!socket.getSubprotocol().equals(SUBPROTOCOL)) {
                socket.abort();
                throw NodeException.unreachable(server + " does not speak " + SUBPROTOCOL);
            }
            synchronized (connection) {
                connection.socket = socket;
            }
            return connection;
        } catch (ExecutionException e) {
            throw NodeException.unreachable("cannot reach " + server + ": " + Reasons.describe(e.getCause()), e);
        } catch (TimeoutException e) {
            opening.cancel(true);
            throw NodeException.unreachable("cannot reach " + server + ": no answer in time", e);
        }
    }

    public ServerAddress server() {
        return server;
    }

    /**
     * Asks the node for something.
     *
     * @return the answer, which completes on a thread of the connection, or a {@link NodeException}: refused, not answered within {@link #TIMEOUT}, or the connection
     *     ended, so that it is not known whether the node did it
     */
    public <A extends TlsEncodable> CompletableFuture<A> ask(Request<A> request) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        synchronized (this) {
            WebSocket current = socket;
            if (end != null || current == null) {
                return CompletableFuture.failedFuture(end == null ? NodeException.unreachable("not connected") : end);
            }
            if (open.size() >= WireLimits.MAX_OUTSTANDING) {
                return CompletableFuture.failedFuture(
                        NodeException.refused(Failure.of(FailureCode.TOO_MANY_REQUESTS, "of this device")));
            }
            lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
            int id = lastId;
            byte[] frame = request.frame(id).encoded();
            if (frame.length > WireLimits.MAX_FRAME) {
                return CompletableFuture.failedFuture(NodeException.refused(
                        Failure.of(FailureCode.TOO_LARGE, request.type().name() + " of " + frame.length + " bytes")));
            }
            open.put(id, new Open<>(request.type().answer(), answer));
            sending = sending.thenCompose(ignored -> current.sendBinary(ByteBuffer.wrap(frame), true))
                    .whenComplete((sent, failure) -> {
                        if (failure != null) {
                            finish(NodeException.unreachable("the connection to " + server + " broke", failure));
                        }
                    });
            String name = request.type().name();
            CompletableFuture.delayedExecutor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(() -> expire(id, name));
        }
        return answer;
    }

    /** A node that does not answer one request answers none behind it either: the connection is over. */
    private void expire(int id, String name) {
        boolean late;
        synchronized (this) {
            late = open.containsKey(id);
        }
        if (late) {
            finish(NodeException.unreachable(server + " did not answer " + name + " in time"));
        }
    }

    /** Asks, and waits for the answer. */
    public <A extends TlsEncodable> A await(Request<A> request) throws NodeException, InterruptedException {
        try {
            return ask(request).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NodeException refused) {
                throw refused;
            }
            throw new CompletionException(e.getCause());
        }
    }

    /** Ends the connection. */
    @Override
    public void close() {
        WebSocket current;
        synchronized (this) {
            current = socket;
        }
        if (current != null && !current.isOutputClosed()) {
            current.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(2, TimeUnit.SECONDS)
                    .exceptionally(e -> current);
        }
        finish(NodeException.unreachable("the connection was closed"));
    }

    private void finish(NodeException reason) {
        List<Open<?>> left;
        WebSocket current;
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = reason;
            left = new ArrayList<>(open.values());
            open.clear();
            current = socket;
        }
        left.forEach(each -> each.failed(reason));
        if (current != null && !current.isOutputClosed()) {
            current.abort();
        }
        listener.closed(reason);
    }

    private void received(Frame frame) throws DecodeException {
        switch (frame) {
            case Frame.Answered(int id, ByteString body) -> {
                Open<?> request = take(id);
                try {
                    request.answered(body);
                } catch (DecodeException e) {
                    request.failed(NodeException.unreachable("the server's answer is malformed: " + e.getMessage(), e));
                    throw e;
                }
            }
            case Frame.Refused(int id, Failure failure) -> {
                if (id == 0) {
                    finish(NodeException.refused(failure));
                } else {
                    take(id).failed(NodeException.refused(failure));
                }
            }
            case Frame.Happened event -> Event.of(event).ifPresent(listener::happened);
            case Frame.Asked asked ->
                throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "a request from the server");
        }
    }

    private synchronized Open<?> take(int id) throws DecodeException {
        Open<?> request = open.remove(id);
        if (request == null) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "an answer that was not asked for");
        }
        return request;
    }

    private final class Receiver implements WebSocket.Listener {
        private final FrameAssembler assembler = new FrameAssembler();

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            try {
                Optional<Frame> frame = assembler.add(data, last);
                if (frame.isPresent()) {
                    received(frame.get());
                }
                from.request(1);
            } catch (DecodeException e) {
                finish(NodeException.unreachable(server + " broke the protocol: " + e.getMessage(), e));
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            finish(NodeException.unreachable(server + " broke the protocol: a text message"));
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            finish(NodeException.unreachable("the server closed the connection"));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            finish(NodeException.unreachable(
                    "the connection to " + server + " broke: " + Reasons.describe(error), error));
        }
    }
}
