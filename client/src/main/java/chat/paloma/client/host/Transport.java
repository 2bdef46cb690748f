package chat.paloma.client.host;

import chat.paloma.client.transport.Reasons;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.api.Effect;
import chat.paloma.core.wire.WireLimits;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The WebSocket and the HTTP requests of one engine, over the JDK's client. Its threads only hand over what comes in. */
final class Transport {
    private static final String SUBPROTOCOL = "paloma.v1";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Where what comes in goes. From any thread. */
    interface Receiver {
        void connected(long connection);

        void received(long connection, ByteString frame);

        void disconnected(long connection, String why);

        void httpAnswered(long id, int status, ByteString body);

        void httpFailed(long id, String why);
    }

    private final HttpClient http;
    private final Receiver receiver;
    private long number;
    private @Nullable WebSocket socket;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture("");

    Transport(HttpClient http, Receiver receiver) {
        this.http = http;
        this.receiver = receiver;
    }

    /** Does what an engine says. For its thread alone. */
    void perform(Effect effect) {
        switch (effect) {
            case Effect.Connect connect -> connect(connect);
            case Effect.Send send -> send(send);
            case Effect.Disconnect disconnect -> {
                if (disconnect.connection() == number) {
                    close();
                }
            }
            case Effect.Http request -> ask(request);
        }
    }

    private void connect(Effect.Connect connect) {
        close();
        long connection = connect.connection();
        number = connection;
        URI uri = URI.create("ws" + connect.origin().substring("http".length()) + "/v1/connect");
        var _ = http.newWebSocketBuilder()
                .subprotocols(SUBPROTOCOL)
                .connectTimeout(TIMEOUT)
                .buildAsync(uri, new Listener(connection))
                .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((opened, failure) -> {
                    if (failure != null) {
                        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                        receiver.disconnected(connection, Reasons.describe(cause));
                    } else {
                        opened(connection, opened);
                    }
                });
    }

    private synchronized void opened(long connection, WebSocket opened) {
        if (connection != number || !opened.getSubprotocol().equals(SUBPROTOCOL)) {
            opened.abort();
            receiver.disconnected(connection, "there is no Paloma server");
            return;
        }
        socket = opened;
        sending = CompletableFuture.completedFuture("");
        receiver.connected(connection);
    }

    private synchronized void send(Effect.Send send) {
        WebSocket current = socket;
        if (current == null || send.connection() != number) {
            return;
        }
        byte[] frame = send.frame().toByteArray();
        sending = sending.thenCompose(ignored -> current.sendBinary(ByteBuffer.wrap(frame), true))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        receiver.disconnected(send.connection(), "the connection broke");
                    }
                });
    }

    /** Ends the connection; what it still brings is dropped. */
    synchronized void close() {
        WebSocket current = socket;
        socket = null;
        number = -1;
        if (current != null) {
            var _ = current.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(2, TimeUnit.SECONDS)
                    .whenComplete((closed, failure) -> current.abort());
        }
    }

    private void ask(Effect.Http request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(request.origin() + request.path()))
                .timeout(TIMEOUT)
                .method(
                        request.method(),
                        request.body().isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(
                                        request.body().toByteArray()));
        request.headers().forEach(header -> builder.header(header.name(), header.value()));
        var _ = http.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofInputStream())
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                        receiver.httpFailed(request.id(), Reasons.describe(cause));
                    } else {
                        Thread.ofVirtual().start(() -> read(request, answer));
                    }
                });
    }

    private void read(Effect.Http request, HttpResponse<InputStream> answer) {
        try (InputStream in = answer.body()) {
            byte[] body = in.readNBytes(request.maxAnswer() + 1);
            if (body.length > request.maxAnswer()) {
                receiver.httpFailed(request.id(), "the server's answer is too long");
            } else {
                receiver.httpAnswered(request.id(), answer.statusCode(), ByteString.adopt(body));
            }
        } catch (java.io.IOException e) {
            receiver.httpFailed(request.id(), Reasons.describe(e));
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final long connection;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        Listener(long connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            if (data.remaining() > WireLimits.MAX_FRAME - message.size()) {
                receiver.disconnected(connection, "the server broke the protocol: a frame that is too long");
                from.abort();
                return null;
            }
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            message.writeBytes(bytes);
            if (last) {
                receiver.received(connection, ByteString.adopt(message.toByteArray()));
                message.reset();
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            receiver.disconnected(connection, "the server broke the protocol: a text message");
            from.abort();
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            receiver.disconnected(connection, "the server closed the connection");
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            receiver.disconnected(connection, "the connection broke: " + Reasons.describe(error));
        }
    }
}
