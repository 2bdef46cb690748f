package chat.paloma.node.config;

/** Who may open an account. */
public enum Registration {
    /** Whoever has an invite, which works once. */
    INVITE,
    /** Anybody. */
    OPEN,
    /** Nobody. */
    CLOSED
}
