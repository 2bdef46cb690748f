package chat.paloma.core.room.store;

import chat.paloma.core.codec.ByteString;
import java.util.Optional;

/**
 * One value to be stored.
 *
 * @param value absent to remove it
 */
public record StoreWrite(ByteString key, Optional<ByteString> value) {}
