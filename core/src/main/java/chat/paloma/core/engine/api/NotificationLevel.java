package chat.paloma.core.engine.api;

/** What of a room a person wants to be told about. */
public enum NotificationLevel {
    ALL,
    MENTIONS,
    NONE
}
