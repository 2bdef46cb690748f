package chat.paloma.core.mls.group;

/**
 * What an operation made of a group. The group that it was called on is spent; the caller stores {@code next} before it
 * sends or shows {@code output}, so that a crash leaves either the old or the new state and never a key used twice.
 */
public record Step<T>(Group next, T output) {}
