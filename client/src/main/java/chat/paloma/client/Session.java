package chat.paloma.client;

import chat.paloma.client.transport.ConnectionListener;
import chat.paloma.client.transport.Handshake;
import chat.paloma.client.transport.NodeConnection;
import chat.paloma.client.transport.NodeException;
import chat.paloma.client.transport.ServerAddress;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.SessionRequests.Welcomed;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** An authenticated connection for one thread: it asks and waits, and takes events when it has time for them. */
final class Session implements AutoCloseable {
    private static final int MAX_EVENTS = 4096;
    private static final int ATTEMPTS = 5;
    private static final int LONGEST_WAIT = 10_000;
    private static final int SHORTEST_WAIT = 100;

    /** Events in their order; an empty one wakes the reader when the connection is over. */
    private static final class Queue implements ConnectionListener {
        private final BlockingQueue<Optional<Event>> events = new LinkedBlockingQueue<>(MAX_EVENTS);
        private final AtomicReference<Optional<NodeException>> end = new AtomicReference<>(Optional.empty());

        @Override
        public void happened(Event event) {
            if (!events.offer(Optional.of(event))) {
                closed(NodeException.unreachable("more news than this client could take in"));
            }
        }

        @Override
        public void closed(NodeException reason) {
            end.compareAndSet(Optional.empty(), Optional.of(reason));
            // When there is no room for it, nobody waits.
            boolean woken = events.offer(Optional.empty());
            assert woken || !events.isEmpty();
        }
    }

    private final NodeConnection connection;
    private final Queue queue;
    private final Welcomed welcomed;

    private Session(NodeConnection connection, Queue queue, Welcomed welcomed) {
        this.connection = connection;
        this.queue = queue;
        this.welcomed = welcomed;
    }

    /**
     * Connects and proves the device's key. The first server that it meets is the one that every later session must
     * meet.
     *
     * @throws ClientException when this profile is older than what the server knows of the device
     */
    static Session open(Device device, HttpClient http, ServerAddress server)
            throws NodeException, InterruptedException {
        Queue queue = new Queue();
        NodeConnection connection = NodeConnection.connect(http, server, queue);
        try {
            Handshake.Done done = Handshake.perform(
                    connection,
                    device.crypto(),
                    device.random(),
                    device.account(),
                    device.identity().keys().deviceKeys(),
                    device.store().settings().serverId());
            if (done.welcomed().nextMessage() > device.store().settings().nextMessage()) {
                throw new ClientException(
                        "this profile is older than what the server has from this device: it is a copy,"
                                + " or was put back from a backup, and using it could break encryption");
            }
            device.store().settings().setServerId(done.server());
            return new Session(connection, queue, done.welcomed());
        } catch (NodeException | RuntimeException | InterruptedException e) {
            connection.close();
            throw e;
        }
    }

    /** What the node said when the session began. */
    Welcomed welcomed() {
        return welcomed;
    }

    /**
     * Asks, and waits for the answer; where the node says that it may be had later, asks again then.
     *
     * @throws NodeException when the node refuses or the connection ends
     */
    <A extends TlsEncodable> A ask(Request<A> request) throws NodeException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return connection.await(request);
            } catch (NodeException e) {
                if (!e.wantsLater() || attempt == ATTEMPTS) {
                    throw e;
                }
                int wait = e.failure().orElseThrow().retryAfter();
                Thread.sleep(Math.clamp(wait, SHORTEST_WAIT << attempt, LONGEST_WAIT));
            }
        }
    }

    /**
     * Waits for the next event.
     *
     * @return empty when nothing happened in time
     * @throws NodeException when the connection is over and every event was taken
     */
    Optional<Event> next(Duration patience) throws NodeException, InterruptedException {
        Optional<NodeException> end = queue.end.get();
        if (end.isPresent() && queue.events.isEmpty()) {
            throw end.get();
        }
        Optional<Event> event = queue.events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
            return Optional.empty();
        }
        if (event.isEmpty() && queue.end.get().isPresent()) {
            throw queue.end.get().get();
        }
        return event;
    }

    @Override
    public void close() {
        connection.close();
    }
}
