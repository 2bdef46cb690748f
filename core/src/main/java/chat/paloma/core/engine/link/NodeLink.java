package chat.paloma.core.engine.link;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.LaneRequests.Unfollow;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.Retry;
import chat.paloma.core.wire.WireLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Requests and answers of one connection. Requests go out in the order in which they are asked, at most {@link
 * #MAX_OPEN} at a time; the rest waits here. One that the node wants later is asked again then. Single-threaded.
 */
public final class NodeLink {
    /** Fewer than the node lets a device have unanswered. */
    static final int MAX_OPEN = WireLimits.MAX_OUTSTANDING - 4;

    private static final int MAX_WAITING = 4096;
    private static final int ATTEMPTS = 8;
    private static final long SHORTEST_WAIT = 100;
    private static final long LONGEST_WAIT = 30_000;
    /** A node that does not answer one request answers none behind it either. */
    private static final long PATIENCE = 30_000;
    /** A connection that has been silent for so long is asked for a sign of life. */
    private static final long SILENCE = 45_000;

    /** What the link needs of the world. */
    public interface Host {
        /** The time in milliseconds since 1970. */
        long now();

        /** Sends a frame. */
        void send(ByteString frame);

        /** An event of the node. */
        void happened(Event event);

        /** The node ended the connection, or broke the protocol: nothing more comes. */
        void ended(Failure failure);
    }

    private final class Open<A extends TlsEncodable> {
        private final Request<A> request;
        private final Consumer<A> answered;
        private final Consumer<Failure> refused;
        private int attempts;
        private Timers.@org.jspecify.annotations.Nullable Timer patience;

        private Open(Request<A> request, Consumer<A> answered, Consumer<Failure> refused) {
            this.request = request;
            this.answered = answered;
            this.refused = refused;
        }

        private void stopWaiting() {
            if (patience != null) {
                patience.cancel();
            }
        }

        private void answer(ByteString body) throws DecodeException {
            stopWaiting();
            answered.accept(request.type().answer().decodeAll(body.toByteArray()));
        }

        private void refuse(Failure failure) {
            stopWaiting();
            if (failure.retry() == Retry.LATER && attempts < ATTEMPTS) {
                long wait = Math.clamp(failure.retryAfter(), SHORTEST_WAIT << attempts, LONGEST_WAIT);
                timers.at(host.now() + wait, () -> enqueue(this));
            } else {
                refused.accept(failure);
            }
        }
    }

    private final Host host;
    private final Timers timers;
    private final Map<Integer, Open<?>> open = new HashMap<>();
    private final Deque<Open<?>> waiting = new ArrayDeque<>();
    private int lastId;
    private long lastReceived;
    private boolean over;

    public NodeLink(Host host, Timers timers) {
        this.host = host;
        this.timers = timers;
    }

    /** From now on asks for a sign of life when the node is silent: a connection can end without anybody noticing. */
    public void keepAlive() {
        lastReceived = host.now();
        watch();
    }

    private void watch() {
        timers.at(host.now() + SILENCE, () -> {
            if (over) {
                return;
            }
            if (host.now() - lastReceived >= SILENCE) {
                ask(new Unfollow(List.of()), done -> {}, failure -> {});
            }
            watch();
        });
    }

    /**
     * Asks the node for something. When the connection ends first, nobody hears anything.
     *
     * @param answered with the answer
     * @param refused when the node refuses for good, or has refused often enough
     */
    public <A extends TlsEncodable> void ask(Request<A> request, Consumer<A> answered, Consumer<Failure> refused) {
        enqueue(new Open<>(request, answered, refused));
    }

    private void enqueue(Open<?> asked) {
        if (over) {
            return;
        }
        if (open.size() < MAX_OPEN && waiting.isEmpty()) {
            send(asked);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(asked);
        } else {
            asked.refused.accept(Failure.of(FailureCode.TOO_MANY_REQUESTS, "of this device"));
        }
    }

    private void send(Open<?> asked) {
        lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
        byte[] frame = asked.request.frame(lastId).encoded();
        if (frame.length > WireLimits.MAX_FRAME) {
            asked.refused.accept(
                    Failure.of(FailureCode.TOO_LARGE, asked.request.type().name() + " of " + frame.length + " bytes"));
            return;
        }
        asked.attempts++;
        open.put(lastId, asked);
        String name = asked.request.type().name();
        asked.patience = timers.at(
                host.now() + PATIENCE,
                () -> end(Failure.of(FailureCode.INTERNAL, "the server did not answer " + name + " in time")));
        host.send(ByteString.adopt(frame));
    }

    /** Takes in a frame of the node. */
    public void received(ByteString bytes) {
        if (over) {
            return;
        }
        lastReceived = host.now();
        try {
            switch (Frame.decode(bytes.toByteArray())) {
                case Frame.Answered(int id, ByteString body) -> take(id).answer(body);
                case Frame.Refused(int id, Failure failure) -> {
                    if (id == 0) {
                        end(failure);
                    } else {
                        take(id).refuse(failure);
                    }
                }
                case Frame.Happened event -> Event.of(event).ifPresent(host::happened);
                case Frame.Asked asked ->
                    throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "a request from the server");
            }
        } catch (DecodeException e) {
            end(Failure.of(FailureCode.MALFORMED_FRAME, "the server broke the protocol: " + e.getMessage()));
        }
        while (!over && !waiting.isEmpty() && open.size() < MAX_OPEN) {
            send(waiting.remove());
        }
    }

    private Open<?> take(int id) throws DecodeException {
        Open<?> asked = open.remove(id);
        if (asked == null) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "an answer that was not asked for");
        }
        return asked;
    }

    private void end(Failure failure) {
        if (!over) {
            close();
            host.ended(failure);
        }
    }

    /** Forgets everything that is open. */
    public void close() {
        over = true;
        open.values().forEach(Open::stopWaiting);
        open.clear();
        waiting.clear();
    }
}
