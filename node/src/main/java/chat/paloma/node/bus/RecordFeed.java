package chat.paloma.node.bus;

import chat.paloma.node.store.StoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands committed records to those who listen on this node, each once and in the order of their numbers, whoever
 * committed them.
 *
 * <p>They come from anywhere, more than once and in any order: from this node's own writer, and by a bus from other
 * nodes. What does not come in time is read from the store, which has everything. So nothing that is between nodes can
 * lose or change the order of anything: it only makes this quicker, and spares the store.
 */
public final class RecordFeed implements AutoCloseable {
    /** Records that may wait for one before them; more are read from the store when it is their turn. */
    static final int MAX_EARLY = 8192;

    private static final Logger LOG = LoggerFactory.getLogger(RecordFeed.class);
    private static final int PAGE = 200;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    private final RecordStore store;
    private final Duration patience;
    private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Long, Committed> early = new HashMap<>();
    private final Thread thread = Thread.ofPlatform().name("record-feed").unstarted(this::run);
    private long handed;
    private long known;
    /** Since when something is missing that was committed; 0 when nothing is. */
    private long missingSince;

    private boolean late;
    /** Where this was at two moments, the later one at most {@link #patience} ago when the bus brings something. */
    private long mark;

    private long formerMark;
    private long markedAt;
    private boolean closed;

    /**
     * @param patience how long a record may be missing until it is read from the store; nothing when there is no other
     *     way for it to come
     */
    public RecordFeed(RecordStore store, Duration patience) {
        this.store = store;
        this.patience = patience;
    }

    /** Calls back with each record, on the feed's thread. */
    public void listen(Consumer<Committed> listener) {
        listeners.add(listener);
    }

    /** Begins behind what is committed now. Blocks. */
    public void start() {
        handed = store.lastNumber();
        known = handed;
        thread.start();
    }

    /** A record that was committed. */
    public void offer(Numbered record) {
        lock.lock();
        try {
            if (record.number() > handed && early.size() < MAX_EARLY) {
                early.put(record.number(), record.committed());
            }
            know(record.number());
        } finally {
            lock.unlock();
        }
    }

    /** The same, by way of the bus between nodes: it is in time when it brings what was not handed on long ago. */
    public void offerFromBus(Numbered record) {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (now - markedAt > patience.toNanos()) {
                formerMark = mark;
                mark = handed;
                markedAt = now;
            }
            if (record.number() >= formerMark) {
                late = false;
            }
            offer(record);
        } finally {
            lock.unlock();
        }
    }

    /** A record with this number was committed. */
    public void announce(long number) {
        lock.lock();
        try {
            know(number);
        } finally {
            lock.unlock();
        }
    }

    private void know(long number) {
        known = Math.max(known, number);
        changed.signal();
    }

    /** Committed records that were not handed on yet, as far as is known. */
    public long waiting() {
        lock.lock();
        try {
            return known - handed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether records had to be read from the store because the bus did not bring them in time. */
    public boolean isLate() {
        lock.lock();
        try {
            return late;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            try {
                switch (next()) {
                    case HAND -> handNext();
                    case READ -> read();
                    case ASK -> announce(store.lastNumber());
                    case END -> {
                        return;
                    }
                }
            } catch (StoreException e) {
                LOG.warn("committed records can't be read: {}", e.getMessage());
                if (!pause()) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private enum Step {
        HAND,
        READ,
        ASK,
        END
    }

    /** Waits until there is something to do. */
    private Step next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                if (early.containsKey(handed + 1)) {
                    missingSince = 0;
                    return Step.HAND;
                }
                if (known <= handed) {
                    missingSince = 0;
                    if (changed.awaitNanos(POLL.toNanos()) <= 0) {
                        return Step.ASK;
                    }
                    continue;
                }
                if (missingSince == 0) {
                    missingSince = System.nanoTime();
                }
                // Once the bus was late, nothing waits for it until it brings something in time again.
                long wait = late ? 0 : missingSince + patience.toNanos() - System.nanoTime();
                if (wait <= 0) {
                    return Step.READ;
                }
                if (changed.awaitNanos(wait) <= 0) {
                    late = true;
                }
            }
            return Step.END;
        } finally {
            lock.unlock();
        }
    }

    private void handNext() {
        Committed next;
        lock.lock();
        try {
            handed++;
            next = early.remove(handed);
        } finally {
            lock.unlock();
        }
        if (next != null) {
            hand(next);
        }
    }

    private void read() {
        long knownBefore = known();
        List<Numbered> page = store.after(handed, PAGE);
        for (Numbered record : page) {
            lock.lock();
            try {
                handed = record.number();
                early.remove(handed);
            } finally {
                lock.unlock();
            }
            hand(record.committed());
        }
        lock.lock();
        try {
            if (page.isEmpty() && known == knownBefore) {
                // A number that was announced and is not there: nobody has it.
                known = handed;
            }
            early.keySet().removeIf(number -> number <= handed);
        } finally {
            lock.unlock();
        }
    }

    private long known() {
        lock.lock();
        try {
            return known;
        } finally {
            lock.unlock();
        }
    }

    private void hand(Committed record) {
        for (Consumer<Committed> listener : listeners) {
            try {
                listener.accept(record);
            } catch (RuntimeException e) {
                LOG.error("handing on a record failed", e);
            }
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(AFTER_FAILURE);
        } catch (InterruptedException e) {
            return false;
        }
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
