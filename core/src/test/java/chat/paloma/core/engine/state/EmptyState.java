package chat.paloma.core.engine.state;

import chat.paloma.core.codec.ByteString;
import java.util.List;
import java.util.Optional;

/** The store of a device that has stored nothing yet. */
public final class EmptyState implements StateReader {
    @Override
    public Optional<ByteString> get(ByteString key) {
        return Optional.empty();
    }

    @Override
    public List<Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst) {
        return List.of();
    }
}
