package chat.paloma.node.config;

/** How much is logged; each level includes those before it. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
