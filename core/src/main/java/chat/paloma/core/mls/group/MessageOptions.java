package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.framing.Padding;

/**
 * How a handshake message travels.
 *
 * @param encrypted as a PrivateMessage; in the open otherwise, so that a server can follow the group
 * @param padding of an encrypted message
 * @param authenticatedData that is signed along and readable by everybody
 */
public record MessageOptions(boolean encrypted, Padding padding, ByteString authenticatedData) {
    /** In the open, as Paloma sends handshakes. */
    public static final MessageOptions PUBLIC = new MessageOptions(false, Padding.none(), ByteString.EMPTY);
    /** Encrypted, without padding. */
    public static final MessageOptions PRIVATE = new MessageOptions(true, Padding.none(), ByteString.EMPTY);

    public MessageOptions withAuthenticatedData(ByteString data) {
        return new MessageOptions(encrypted, padding, data);
    }
}
