package chat.paloma.core.room.store;

import chat.paloma.core.codec.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in memory, for a simulator and for small rooms. It grows with the room. Single-threaded. */
public final class MemoryRoomStore implements RoomStore {
    private final Map<ByteString, ByteString> values = new HashMap<>();

    @Override
    public Optional<ByteString> get(ByteString key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Stores what a step of the room wrote. */
    public void write(List<StoreWrite> writes) {
        for (StoreWrite write : writes) {
            if (write.value().isPresent()) {
                values.put(write.key(), write.value().get());
            } else {
                values.remove(write.key());
            }
        }
    }

    /** How many values there are. */
    public int size() {
        return values.size();
    }

    /** How many bytes keys and values have together. */
    public long bytes() {
        return values.entrySet().stream()
                .mapToLong(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
    }
}
