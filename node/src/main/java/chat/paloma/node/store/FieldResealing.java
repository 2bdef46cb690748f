package chat.paloma.node.store;

/** Seals what is stored under the newest key. */
@FunctionalInterface
public interface FieldResealing {
    /** The same value under the newest key; the same array when it is under that already. */
    byte[] again(String column, byte[] row, byte[] stored);
}
