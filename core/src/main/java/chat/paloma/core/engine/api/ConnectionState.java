package chat.paloma.core.engine.api;

/** How things stand with the connection to the node. */
public enum ConnectionState {
    /** Nobody wants one, or it makes no sense to try again before something changes. */
    OFFLINE,
    /** It is being made, or will be tried again soon. */
    CONNECTING,
    /** The device has proven itself, and catches up. */
    CATCHING_UP,
    /** Everything that the node has was taken in. */
    ONLINE
}
