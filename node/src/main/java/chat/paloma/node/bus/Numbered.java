package chat.paloma.node.bus;

/**
 * A committed record with its number among all records of the database: higher than those of all that were committed
 * before it, by whatever node.
 */
public record Numbered(long number, Committed committed) {
    public Numbered {
        if (number < 1) {
            throw new IllegalArgumentException("number " + number);
        }
    }
}
