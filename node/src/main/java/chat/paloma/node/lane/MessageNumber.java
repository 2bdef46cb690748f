package chat.paloma.node.lane;

/**
 * The number that a device gave a message: from 1, one more with each, across all lanes.
 *
 * @param device its key in the database
 */
public record MessageNumber(long device, long number) {}
