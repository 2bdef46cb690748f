package chat.paloma.sim.client;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.evidence.KeptEvidence;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.core.engine.state.StateReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a device has stored: whole batches, durable as soon as they are written. Evidence of authorship is not at hand
 * before it was asked for, as in a browser.
 */
public final class SimDisk implements StateReader {
    private final NavigableMap<ByteString, ByteString> entries = new TreeMap<>();
    private final Set<ByteString> fetched = new HashSet<>();

    /** Stores a batch: all of it. */
    public void write(List<StateChange> changes) {
        for (StateChange change : changes) {
            change.value()
                    .ifPresentOrElse(value -> entries.put(change.key(), value), () -> entries.remove(change.key()));
        }
    }

    @Override
    public Optional<ByteString> get(ByteString key) {
        if (isApart(key) && !fetched.contains(key)) {
            throw new IllegalStateException("evidence was read that is not at hand: " + key);
        }
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public boolean isAtHand(ByteString key) {
        return !isApart(key) || !fetched.add(key);
    }

    private static boolean isApart(ByteString key) {
        return key.at(0) == KeptEvidence.TABLE;
    }

    @Override
    public List<Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst) {
        NavigableMap<ByteString, ByteString> part = entries.subMap(from, true, to, false);
        List<Entry> found = new ArrayList<>();
        for (Map.Entry<ByteString, ByteString> entry : (newestFirst ? part.descendingMap() : part).entrySet()) {
            if (found.size() == limit) {
                break;
            }
            found.add(new Entry(entry.getKey(), entry.getValue()));
        }
        return found;
    }
}
