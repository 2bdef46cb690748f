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
     * Whether the value under a key can be read now. A host may keep values that are long and seldom needed (those of
     * {@code KeptEvidence}, and no others) where reading takes time: it says no then, begins to fetch this one, and says
     * yes once it is there, for as long as somebody asks again within seconds.
     */
    default boolean isAtHand(ByteString key) {
        return true;
    }

    /**
     * The entries with {@code from <= key < to}.
     *
     * @param limit the most to return, at least 1
     * @param newestFirst in descending order of keys instead of ascending
     */
    List<Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst);
}
