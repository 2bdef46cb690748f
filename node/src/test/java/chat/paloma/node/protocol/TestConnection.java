package chat.paloma.node.protocol;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.Request;
import chat.paloma.node.Node;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A real WebSocket to a node, on which a test can send whatever it likes. Answers, events and the end come in queues, and
 * nothing waits longer than ten seconds.
 */
final class TestConnection implements AutoCloseable {
    static final int PATIENCE_SECONDS = 10;
    /** In the place of a frame: the connection is closed. */
    static final Frame CLOSED =
            new Frame.Refused(0, new Failure(0xffff, chat.paloma.core.wire.Retry.NEVER, 0, "closed"));

    private static final HttpClient HTTP = client();

    private final BlockingQueue<Frame> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private int lastId;
    private volatile boolean closed;

    private TestConnection(URI server, long readAhead) {
        socket = HTTP.newWebSocketBuilder()
                .subprotocols("paloma.v1")
                .buildAsync(server, new Receiver(readAhead))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Who a node is, is proved by what it knows, and by TLS only where that is tested. */
    private static HttpClient client() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(context).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static TestConnection open(Node node) {
        return open(node.port());
    }

    static TestConnection open(int port) {
        return new TestConnection(uri(port), Long.MAX_VALUE);
    }

    static TestConnection open(URI server) {
        return new TestConnection(server, Long.MAX_VALUE);
    }

    /** One that reads so many messages and then nothing more. */
    static TestConnection openUnread(Node node, long readAhead) {
        return new TestConnection(uri(node.port()), readAhead);
    }

    private static URI uri(int port) {
        return URI.create("ws://127.0.0.1:" + port + "/v1/connect");
    }

    /** Sends one binary message. */
    void send(byte[] message) {
        sendPart(message, true);
    }

    /** Sends a fragment of a binary message. */
    void sendPart(byte[] part, boolean last) {
        socket.sendBinary(ByteBuffer.wrap(part), last)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    void sendText(String text) {
        socket.sendText(text, true).join();
    }

    /** Sends a request, and does not wait for its answer. */
    int send(Request<?> request) {
        int id = nextId();
        send(request.frame(id).encoded());
        return id;
    }

    synchronized int nextId() {
        return ++lastId;
    }

    /** The next answer or refusal; {@link #CLOSED} behind the last. */
    Frame next() throws InterruptedException {
        Frame frame = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("the node does not answer");
        }
        return frame;
    }

    /** The next answer or refusal that is there already; absent when none is. */
    @Nullable Frame poll() {
        return answers.poll();
    }

    /** Asks, and waits for the answer to this request; those to others are passed over. */
    <A extends TlsEncodable> A ask(Request<A> request) throws RefusedException, InterruptedException {
        int id = send(request);
        while (true) {
            switch (next()) {
                case Frame.Answered(int answered, var body)
                when answered == id -> {
                    try {
                        return request.type().answer().decodeAll(body.toByteArray());
                    } catch (DecodeException e) {
                        throw new AssertionError("the node's answer is malformed", e);
                    }
                }
                case Frame.Refused(int refused, Failure failure)
                when refused == id || refused == 0 -> throw new RefusedException(failure);
                default -> {}
            }
        }
    }

    /** The reason with which the node ends this connection; answers before it are passed over. */
    FailureCode end() throws InterruptedException {
        while (true) {
            if (next() instanceof Frame.Refused(int id, Failure failure) && id == 0) {
                return FailureCode.of(failure.number())
                        .orElseThrow(() -> new AssertionError("closed without a reason"));
            }
        }
    }

    /** Waits until the node has closed the connection. */
    void awaitClosed() throws InterruptedException {
        while (!next().equals(CLOSED)) {
            // What comes before does not matter.
        }
    }

    /** The next event. */
    Event event() throws InterruptedException {
        Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event");
        }
        return event;
    }

    /** The next event, if one comes within this time. */
    @Nullable Event pollEvent(long millis) throws InterruptedException {
        return events.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Whether nothing more comes. */
    boolean isClosed() {
        return closed;
    }

    /** The next event of this type; others are passed over. */
    <E extends Event> E event(Class<E> type) throws InterruptedException {
        while (true) {
            Event event = event();
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    /** Whether no event comes within this time. */
    boolean isQuiet(long millis) throws InterruptedException {
        return events.poll(millis, TimeUnit.MILLISECONDS) == null;
    }

    /** Reads so many messages more. */
    void read(long messages) {
        socket.request(messages);
    }

    /** Breaks the connection without a word. */
    void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Receiver implements WebSocket.Listener {
        private final long readAhead;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        Receiver(long readAhead) {
            this.readAhead = readAhead;
        }

        @Override
        public void onOpen(WebSocket from) {
            from.request(readAhead);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            message.writeBytes(part);
            if (last) {
                byte[] whole = message.toByteArray();
                message.reset();
                try {
                    Frame frame = Frame.decode(whole);
                    if (frame instanceof Frame.Happened happened) {
                        Event.of(happened).ifPresent(events::add);
                    } else {
                        answers.add(frame);
                    }
                } catch (DecodeException e) {
                    throw new AssertionError("the node sent what is no frame", e);
                }
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed = true;
            answers.add(CLOSED);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed = true;
            answers.add(CLOSED);
        }
    }
}
