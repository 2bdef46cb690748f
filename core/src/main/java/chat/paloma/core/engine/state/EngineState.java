package chat.paloma.core.engine.state;

import chat.paloma.core.codec.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is stored together with what the step at hand changes, so that a step reads what it wrote. Single-threaded.
 *
 * <p>When the host could not store a batch, whoever holds this is out of step with the disk and must be opened anew.
 */
public final class EngineState {
    private final StateReader stored;
    private final NavigableMap<ByteString, Optional<ByteString>> changed = new TreeMap<>();

    public EngineState(StateReader stored) {
        this.stored = stored;
    }

    public Optional<ByteString> get(ByteString key) {
        Optional<ByteString> change = changed.get(key);
        return change != null ? change : stored.get(key);
    }

    /** As {@link StateReader#isAtHand}. */
    public boolean isAtHand(ByteString key) {
        return changed.containsKey(key) || stored.isAtHand(key);
    }

    public void put(ByteString key, ByteString value) {
        changed.put(key, Optional.of(value));
    }

    public void remove(ByteString key) {
        changed.put(key, Optional.empty());
    }

    /** As {@link StateReader#range}, the changes of this step included. */
    public List<StateReader.Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst) {
        if (from.compareTo(to) >= 0) {
            return List.of();
        }
        NavigableMap<ByteString, Optional<ByteString>> over = changed.subMap(from, true, to, false);
        if (over.isEmpty()) {
            return stored.range(from, to, limit, newestFirst);
        }
        // As many more as the changes may take away.
        List<StateReader.Entry> below = stored.range(from, to, limit + over.size(), newestFirst);
        NavigableMap<ByteString, ByteString> merged = new TreeMap<>();
        below.forEach(entry -> merged.put(entry.key(), entry.value()));
        over.forEach((key, value) -> {
            if (value.isPresent()) {
                merged.put(key, value.get());
            } else {
                merged.remove(key);
            }
        });
        return (newestFirst ? merged.descendingMap() : merged)
                .entrySet().stream()
                        .limit(limit)
                        .map(entry -> new StateReader.Entry(entry.getKey(), entry.getValue()))
                        .toList();
    }

    /** Takes the changes of the step, which the host stores together before it does anything else. */
    public List<StateChange> drain() {
        List<StateChange> changes = new ArrayList<>(changed.size());
        changed.forEach((key, value) -> changes.add(new StateChange(key, value)));
        return Collections.unmodifiableList(changes);
    }

    /** Forgets the changes, once they were handed to the host. */
    public void handedOver() {
        changed.clear();
    }
}
