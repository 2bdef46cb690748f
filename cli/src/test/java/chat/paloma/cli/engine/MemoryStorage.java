package chat.paloma.cli.engine;

import chat.paloma.client.host.ProfileStorage;
import chat.paloma.client.host.StorageException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.core.membership.RoomId;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A profile in memory, whose disk can be full. */
final class MemoryStorage implements ProfileStorage {
    private final NavigableMap<ByteString, ByteString> values = new TreeMap<>();
    private boolean full;

    synchronized void setFull(boolean now) {
        full = now;
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
        changes.forEach(change -> change.value()
                .ifPresentOrElse(value -> values.put(change.key(), value), () -> values.remove(change.key())));
    }

    @Override
    public void close() {}
}
