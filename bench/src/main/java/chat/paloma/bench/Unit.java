package chat.paloma.bench;

/** What a figure counts. */
public enum Unit {
    OPERATIONS_PER_SECOND("operations/s"),
    MILLISECONDS("ms"),
    MICROSECONDS("µs"),
    SECONDS("s"),
    BYTES("bytes"),
    DELIVERIES_PER_SECOND("deliveries/s"),
    MESSAGES_PER_SECOND("messages/s"),
    CONNECTIONS_PER_SECOND("connections/s"),
    COUNT_PER_SECOND("1/s"),
    RATIO("ratio"),
    FRAMES("frames");

    private final String label;

    Unit(String label) {
        this.label = label;
    }

    /** The unit as people read it and as JSON has it. */
    public String label() {
        return label;
    }
}
