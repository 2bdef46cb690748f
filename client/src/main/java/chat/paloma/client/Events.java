package chat.paloma.client;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what happened, on a thread of its own, so that they may wait for the engine. It keeps up to {@link #MOST}
 * that are not told yet; beyond that the oldest are dropped, and listeners hear that they fell behind.
 */
final class Events implements AutoCloseable {
    private static final int MOST = 100_000;
    private static final long PATIENCE = 2000;

    private final List<Client.Listener> listeners = new CopyOnWriteArrayList<>();
    private final ArrayDeque<Consumer<Client.Listener>> waiting = new ArrayDeque<>();
    private boolean behind;
    private boolean closed;

    private final Thread thread;

    Events() {
        thread = Thread.ofPlatform().name("events").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void add(Client.Listener listener) {
        listeners.add(listener);
    }

    void remove(Client.Listener listener) {
        listeners.remove(listener);
    }

    synchronized void tell(Consumer<Client.Listener> what) {
        if (waiting.size() >= MOST) {
            waiting.removeFirst();
            behind = true;
        }
        waiting.add(what);
        notifyAll();
    }

    private void run() {
        while (true) {
            @Nullable Consumer<Client.Listener> next = next();
            if (next == null) {
                return;
            }
            for (Client.Listener listener : listeners) {
                try {
                    next.accept(listener);
                } catch (RuntimeException e) {
                    // One that fails keeps neither itself nor the others from what comes next.
                    System.getLogger(Events.class.getName())
                            .log(System.Logger.Level.WARNING, "a listener of the client failed", e);
                }
            }
        }
    }

    private synchronized @Nullable Consumer<Client.Listener> next() {
        while (waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        if (behind) {
            behind = false;
            return Client.Listener::fellBehind;
        }
        return waiting.poll();
    }

    /** Tells what is not told yet, and ends. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (Thread.currentThread() != thread) {
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
