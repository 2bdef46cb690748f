package chat.paloma.core.engine.state;

import chat.paloma.core.codec.ByteString;
import java.util.List;
import java.util.Optional;

/**
 * What was stored, as of the last batch of changes that the host has made durable. Keys are ordered as unsigned bytes;
 * they hold ids and numbers only, nothing that a person wrote.
 */
public interface StateReader {
    /** One key with its value. */
    record Entry(ByteString key, ByteString value) {}

    /** The value under a key. */
    Optional<ByteString> get(ByteString key);

    /**
     * The entries with {@code from <= key < to}.
     *
     * @param limit the most to return, at least 1
     * @param newestFirst in descending order of keys instead of ascending
     */
    List<Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst);
}
