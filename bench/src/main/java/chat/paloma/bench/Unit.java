package chat.paloma.bench;

/** What a figure counts. */
public enum Unit {
    OPERATIONS_PER_SECOND("operations/s"),
    MILLISECONDS("ms"),
    BYTES("bytes"),
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
