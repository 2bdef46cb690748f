package chat.paloma.cli.durability;

/** What must hold. */
final class Faults {
    private Faults() {}

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
