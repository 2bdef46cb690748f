package chat.paloma.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short texts between the nodes of a database, by PostgreSQL's {@code NOTIFY}. Each arrives once at everybody who is
 * connected then, the sender among them; while this node is not connected, they are lost to it.
 *
 * <p>{@link #announce} is part of a transaction, and arrives when that is committed, in the order of the commits. {@link
 * #send} goes out soon; when more wait than are allowed, it is dropped.
 */
public final class Announcements implements AutoCloseable {
    /** The longest text, in bytes. */
    public static final int MAX_TEXT = 7900;

    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    private static final int MAX_WAITING = 4096;
    private static final int POLL_MILLIS = 1000;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);
    private static final String NOTIFY = "SELECT pg_notify(?, ?)";

    /** Opens a connection. */
    interface Opening {
        Connection open() throws SQLException;
    }

    private record Text(String channel, String text) {}

    private final Opening listening;
    private final Opening sending;
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private final BlockingQueue<Text> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread listener =
            Thread.ofPlatform().daemon().name("store-listener").unstarted(this::listenUntilClosed);
    private final Thread sender =
            Thread.ofPlatform().daemon().name("store-announcer").unstarted(this::sendUntilClosed);
    private volatile Runnable onConnected = () -> {};
    private volatile boolean connected;
    private volatile boolean closed;

    Announcements(Opening listening, Opening sending) {
        this.listening = listening;
        this.sending = sending;
    }

    /** Takes the texts of a channel, on a thread of this, briefly. Before {@link #start}. */
    public void listen(String channel, Consumer<String> taker) {
        listeners.put(channel, taker);
    }

    /** What is done each time that texts begin to arrive: some may have been lost before. Before {@link #start}. */
    public void onConnected(Runnable work) {
        onConnected = work;
    }

    /** Begins. */
    public void start() {
        listener.start();
        sender.start();
    }

    /** Whether texts arrive now, as far as is known. */
    public boolean isConnected() {
        return connected;
    }

    /** Sends a text when and if a transaction is committed. */
    public static void announce(Transaction transaction, String channel, String text) {
        try {
            PreparedStatement statement = transaction.prepared(NOTIFY);
            statement.setString(1, channel);
            statement.setString(2, text);
            statement.execute();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Sends a text soon, unless too many wait. */
    public void send(String channel, String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(text.length() + " characters");
        }
        if (!waiting.offer(new Text(channel, text))) {
            LOG.warn("too much is announced: a text is dropped");
        }
    }

    private void listenUntilClosed() {
        while (!closed) {
            try (Connection connection = listening.open();
                    Statement statement = connection.createStatement()) {
                for (String channel : listeners.keySet()) {
                    statement.execute("LISTEN " + channel);
                }
                connected = true;
                onConnected.run();
                PGConnection notified = connection.unwrap(PGConnection.class);
                while (!closed) {
                    PGNotification[] some = notified.getNotifications(POLL_MILLIS);
                    if (some.length == 0) {
                        // A network that swallows packets looks like one on which nothing is said.
                        statement.execute("SELECT 1");
                    }
                    for (PGNotification each : some) {
                        take(each);
                    }
                }
            } catch (SQLException | RuntimeException e) {
                if (connected && !closed) {
                    LOG.warn("the announcements of other nodes do not arrive: {}", e.getMessage());
                }
                connected = false;
                pause();
            }
        }
    }

    private void take(PGNotification notification) {
        Consumer<String> taker = listeners.get(notification.getName());
        if (taker != null) {
            try {
                taker.accept(notification.getParameter());
            } catch (RuntimeException e) {
                LOG.error("an announcement was not understood", e);
            }
        }
    }

    private void sendUntilClosed() {
        while (!closed) {
            try (Connection connection = sending.open();
                    PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
                while (!closed || !waiting.isEmpty()) {
                    Text next = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    if (next != null) {
                        statement.setString(1, next.channel());
                        statement.setString(2, next.text());
                        statement.execute();
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (SQLException e) {
                // What it was about is lost: that is allowed.
                pause();
            }
        }
    }

    private void pause() {
        try {
            if (!closed) {
                Thread.sleep(BETWEEN_ATTEMPTS);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            // What waits is sent, when that is soon done.
            sender.join(2L * POLL_MILLIS);
            sender.interrupt();
            listener.join(2L * POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
