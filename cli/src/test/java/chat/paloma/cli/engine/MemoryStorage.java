package chat.paloma.cli.engine;

import chat.paloma.client.host.ProfileStorage;
import chat.paloma.client.host.StorageException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A profile in memory, whose disk can be full. */
final class MemoryStorage implements ProfileStorage {
    private final NavigableMap<ByteString, ByteString> values = new TreeMap<>();
    /** What takes back the changes of what is stored together, the last one first. */
    private final Deque<StateChange> undo = new ArrayDeque<>();

    private boolean full;
    private boolean slow;
    private boolean asked;
    private Predicate<ByteString> failing = key -> false;

    synchronized void setFull(boolean now) {
        full = now;
    }

    /** Has nothing at hand from now on that takes a host time to fetch, or all of it. */
    synchronized void setSlow(boolean now) {
        slow = now;
        asked = false;
    }

    /** Waits until something was asked for that is not at hand. */
    synchronized void awaitAsked() throws InterruptedException {
        for (int i = 0; i < 600 && !asked; i++) {
            wait(50);
        }
        if (!asked) {
            throw new AssertionError("nothing was asked for that is not at hand");
        }
    }

    @Override
    public synchronized boolean isAtHand(ByteString key) {
        asked |= slow;
        notifyAll();
        return !slow;
    }

    /** Fails once, as soon as something is to be stored under such a key. */
    synchronized void failOnce(Predicate<ByteString> key) {
        failing = key;
    }

    /** Loses everything about a room. */
    synchronized void forget(RoomId room) {
        values.keySet()
                .removeIf(key -> key.length() > RoomId.LENGTH
                        && key.slice(1, 1 + RoomId.LENGTH).equals(room.bytes()));
    }

    @Override
    public synchronized Optional<ByteString> get(ByteString key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public synchronized List<Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst) {
        NavigableMap<ByteString, ByteString> part = values.subMap(from, true, to, false);
        return (newestFirst ? part.descendingMap() : part)
                .entrySet().stream()
                        .limit(limit)
                        .map(each -> new Entry(each.getKey(), each.getValue()))
                        .toList();
    }

    @Override
    public synchronized void store(List<StateChange> changes) {
        if (full) {
            throw new StorageException("the disk is full");
        }
        if (changes.stream().anyMatch(change -> failing.test(change.key()))) {
            failing = key -> false;
            throw new StorageException("the disk failed");
        }
        changes.forEach(this::store);
    }

    private void store(StateChange change) {
        Optional<ByteString> before = Optional.ofNullable(
                change.value().isPresent()
                        ? values.put(change.key(), change.value().get())
                        : values.remove(change.key()));
        undo.addFirst(new StateChange(change.key(), before));
    }

    @Override
    public synchronized void together(Runnable work) {
        undo.clear();
        try {
            work.run();
        } catch (RuntimeException e) {
            List.copyOf(undo).forEach(this::store);
            throw e;
        }
    }

    @Override
    public void close() {}
}
