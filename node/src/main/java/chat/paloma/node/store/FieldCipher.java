package chat.paloma.node.store;

/**
 * How fields are written that say something about people: as they are, or sealed. Each belongs to a column and a row, so
 * that one can't stand in the place of another.
 */
public interface FieldCipher {
    /** Writes fields as they are. */
    FieldCipher PLAIN = new FieldCipher() {
        @Override
        public boolean seals() {
            return false;
        }

        @Override
        public byte[] seal(String column, byte[] row, byte[] value) {
            return value;
        }

        @Override
        public byte[] open(String column, byte[] row, byte[] stored) {
            return stored;
        }

        @Override
        public String index(String column, String value) {
            return value;
        }
    };

    /** Whether fields are sealed. */
    boolean seals();

    /** What is stored instead of a value. */
    byte[] seal(String column, byte[] row, byte[] value);

    /**
     * The value of what is stored.
     *
     * @throws StoreException {@code DAMAGED} when it was not sealed for this place, or is not as it was sealed
     */
    byte[] open(String column, byte[] row, byte[] stored);

    /** What stands in a column instead of a text that is looked up there: the same for the same text. */
    String index(String column, String value);
}
