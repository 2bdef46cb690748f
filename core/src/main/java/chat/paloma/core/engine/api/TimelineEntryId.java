package chat.paloma.core.engine.api;

import chat.paloma.core.codec.ByteString;

/** An entry of a room's timeline: an operation's id. */
public record TimelineEntryId(ByteString bytes) {
    @Override
    public String toString() {
        return bytes.toHex();
    }
}
