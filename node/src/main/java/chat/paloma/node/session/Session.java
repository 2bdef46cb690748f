package chat.paloma.node.session;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.account.Caller;
import chat.paloma.node.delivery.Deliveries;
import chat.paloma.node.delivery.Receiver;
import chat.paloma.node.store.Refusal;
import io.netty.channel.WriteBufferWaterMark;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one device.
 *
 * <p>Its state is touched on its event loop only, but for what the virtual thread that does its requests uses: there is
 * at most one at a time, and it ends when no request waits. At most {@link WireLimits#MAX_OUTSTANDING} requests are
 * unanswered. A device that does not read what it is sent loses live delivery first, then is not read from, and is cut
 * off after {@link #SLOW_MILLIS}.
 */
public final class Session implements Receiver, WebSocketChannel.Owner {
    /** How long a device may leave what it is sent unread. */
    static final long SLOW_MILLIS = 30_000;
    /** Bytes that may wait to be sent before live delivery ends, and when it may go on. */
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(1 << 19, 1 << 20);
    /** Lanes that one connection may follow. */
    static final int MAX_FOLLOWED = 2048;

    private final Sessions sessions;
    private final WebSocketChannel socket;
    private final Context loop;
    private final Handshake handshake;
    private final Queue<Frame.Asked> waiting = new ArrayDeque<>();
    private final Map<LaneId, Deliveries.Following> following = new ConcurrentHashMap<>();
    private final List<Runnable> afterAnswer = new ArrayList<>();
    private int outstanding;
    private boolean busy;
    private boolean closed;
    private boolean blocked;
    private long handshakeTimer = -1;
    private long slowTimer = -1;
    private volatile @Nullable Caller caller;
    private volatile long authenticatedAt;

    Session(Sessions sessions, ServerWebSocket upgraded, Context loop, Handshake handshake) {
        this.sessions = sessions;
        this.handshake = handshake;
        this.loop = loop;
        this.socket = WebSocketChannel.takeOver(upgraded, loop, UNSENT, this);
    }

    void open() {
        handshakeTimer = sessions.vertx().setTimer(handshake.time().toMillis(), id -> {
            if (caller == null) {
                close(Failure.of(FailureCode.HANDSHAKE_TIMEOUT, ""));
            }
        });
    }

    /** Who it is, once that is proven. */
    public Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    /** When it proved who it is, in milliseconds since 1970. */
    long authenticatedAt() {
        return authenticatedAt;
    }

    @Override
    public void received(byte[] message) {
        if (closed) {
            return;
        }
        Frame frame;
        try {
            frame = Frame.decode(message);
        } catch (DecodeException e) {
            malformed(String.valueOf(e.getMessage()));
            return;
        }
        if (!(frame instanceof Frame.Asked asked) || asked.id() == 0) {
            malformed("a device sends requests, with ids from 1");
            return;
        }
        if (outstanding >= WireLimits.MAX_OUTSTANDING) {
            refuse(asked.id(), Failure.of(FailureCode.TOO_MANY_REQUESTS, outstanding + " requests are unanswered"));
            return;
        }
        outstanding++;
        waiting.add(asked);
        next();
    }

    @Override
    public void malformed(String why) {
        close(Failure.of(FailureCode.MALFORMED_FRAME, why));
    }

    /** Begins the next request, unless one is being done. */
    private void next() {
        if (busy || closed || waiting.isEmpty()) {
            return;
        }
        busy = true;
        Frame.Asked asked = waiting.remove();
        sessions.threads().execute(() -> run(asked));
    }

    private void run(Frame.Asked asked) {
        afterAnswer.clear();
        long began = System.nanoTime();
        Span span = sessions.span(asked.type());
        CompletionStage<? extends TlsEncodable> answer;
        try (Scope _ = span.makeCurrent()) {
            answer = handle(asked);
        } catch (RuntimeException e) {
            Failure failure = Failures.explain(e);
            loop.runOnContext(ignored -> {
                busy = false;
                finish(asked, began, span, () -> refuse(asked.id(), failure));
                next();
            });
            return;
        }
        List<Runnable> then = List.copyOf(afterAnswer);
        answer.whenComplete((value, error) -> {
            Buffer frame = error == null
                    ? Buffer.buffer(new Frame.Answered(asked.id(), bytes(value)).encoded())
                    : Buffer.buffer(new Frame.Refused(asked.id(), Failures.explain(error)).encoded());
            loop.runOnContext(ignored -> finish(asked, began, span, () -> {
                send(frame);
                then.forEach(Runnable::run);
            }));
        });
        loop.runOnContext(ignored -> {
            busy = false;
            next();
        });
    }

    private static ByteString bytes(TlsEncodable value) {
        return ByteString.adopt(value.encoded());
    }

    private void finish(Frame.Asked asked, long began, Span span, Runnable reply) {
        outstanding--;
        // Also once it is closed, when nothing is sent any more: what was begun for the device has to end.
        reply.run();
        span.end();
        sessions.measure(asked.type(), System.nanoTime() - began);
    }

    private CompletionStage<? extends TlsEncodable> handle(Frame.Asked asked) {
        Caller known = caller;
        if (known != null) {
            sessions.limit(known);
            return sessions.dispatcher().dispatch(this, known, asked);
        }
        return handshake.step(this, asked);
    }

    /** The device proved who it is. Called on the virtual thread. */
    void authenticated(Caller proven) {
        authenticatedAt = System.currentTimeMillis();
        caller = proven;
        sessions.add(this, proven);
        loop.runOnContext(ignored -> {
            if (closed) {
                // It ended while the proof was checked, when there was nobody to forget yet.
                sessions.remove(this);
            }
        });
    }

    /** Does something on the event loop once the request that is being done is answered. */
    public void afterAnswer(Runnable work) {
        afterAnswer.add(work);
    }

    /**
     * Checks that so many lanes may be followed, before they are. On the thread of the request, to which those before it
     * are done.
     *
     * @throws Refusal {@code TOO_MANY_SUBSCRIPTIONS}
     */
    public void requireFollowable(Collection<LaneId> lanes) {
        Set<LaneId> all = new HashSet<>(following.keySet());
        all.addAll(lanes);
        if (all.size() > MAX_FOLLOWED) {
            throw new Refusal(FailureCode.TOO_MANY_SUBSCRIPTIONS, "at most " + MAX_FOLLOWED + " lanes");
        }
    }

    /** Remembers a lane that is followed from now on; on the event loop. */
    public void follow(LaneId lane, Deliveries.Following begun) {
        unfollow(lane);
        if (closed) {
            begun.end();
        } else {
            following.put(lane, begun);
        }
    }

    /** Ends following a lane; on the event loop. */
    public void unfollow(LaneId lane) {
        Deliveries.Following begun = following.remove(lane);
        if (begun != null) {
            begun.end();
        }
    }

    private void refuse(int id, Failure failure) {
        send(Buffer.buffer(new Frame.Refused(id, failure).encoded()));
    }

    @Override
    public DeviceAddress device() {
        Caller known = caller;
        if (known == null) {
            throw new IllegalStateException("nobody yet");
        }
        return known.device();
    }

    @Override
    public Context loop() {
        return loop;
    }

    @Override
    public boolean offer(Buffer frame) {
        return !closed && socket.offer(frame);
    }

    @Override
    public void send(Buffer frame) {
        if (closed || !socket.isOpen()) {
            return;
        }
        socket.send(frame);
        if (socket.isFull() && !blocked) {
            blocked = true;
            socket.read(false);
            slowTimer = sessions.vertx().setTimer(SLOW_MILLIS, id -> {
                if (blocked) {
                    close(Failure.of(FailureCode.SLOW_CONSUMER, ""));
                }
            });
        }
    }

    @Override
    public void drained() {
        if (blocked) {
            blocked = false;
            sessions.vertx().cancelTimer(slowTimer);
            socket.read(true);
        }
    }

    @Override
    public void shutDown() {
        sessions.drain(this);
    }

    /** Tells the device something, from any thread. */
    public void tell(Event event) {
        tell(ByteString.adopt(event.frame().encoded()));
    }

    /** Sends an encoded frame, from any thread. */
    public void tell(ByteString encoded) {
        Buffer frame = Buffer.buffer(encoded.toByteArray());
        loop.runOnContext(ignored -> send(frame));
    }

    /** Ends the connection with a reason, from any thread. */
    public void end(Failure failure) {
        loop.runOnContext(ignored -> close(failure));
    }

    private void close(Failure failure) {
        if (!closed) {
            socket.send(Buffer.buffer(new Frame.Refused(0, failure).encoded()));
            socket.close();
            closed();
        }
    }

    @Override
    public void closed() {
        if (closed) {
            return;
        }
        closed = true;
        sessions.vertx().cancelTimer(handshakeTimer);
        sessions.vertx().cancelTimer(slowTimer);
        waiting.clear();
        List.copyOf(following.keySet()).forEach(this::unfollow);
        sessions.remove(this);
    }
}
