package chat.paloma.core.room.store;

import chat.paloma.core.codec.ByteString;
import java.util.Optional;

/**
 * Where one room's values lie: the port that whoever persists implements, over a database, memory or whatever else.
 *
 * <p>It is only read here. What changes comes out as {@link StoreWrite}s, which must all be readable before the room is
 * asked for anything again, and must become durable together. A key has at most {@link #MAX_KEY} bytes and a value at
 * most {@link #MAX_VALUE}. Keys carry no meaning for the store and need no order, so they may be hashed or encrypted.
 */
@FunctionalInterface
public interface RoomStore {
    /** The longest key in bytes. */
    int MAX_KEY = 64;
    /** The longest value in bytes. */
    int MAX_VALUE = 128 << 10;

    /**
     * The value under a key, if there is one.
     *
     * @throws NotLoadedException when it can't be read at once, as from IndexedDB: nothing has changed then, and whoever
     *     called the room loads the key that is named and calls again
     */
    Optional<ByteString> get(ByteString key);
}
