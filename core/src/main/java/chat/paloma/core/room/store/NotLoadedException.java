package chat.paloma.core.room.store;

import chat.paloma.core.codec.ByteString;

/** A store does not have the value at hand: load it and ask the room again. Nothing has changed. */
public final class NotLoadedException extends RuntimeException {
    private final transient ByteString key;

    public NotLoadedException(ByteString key) {
        super("not loaded: " + key, null, false, false);
        this.key = key;
    }

    /** What is to be loaded. */
    public ByteString key() {
        return key;
    }
}
