package chat.paloma.node.store;

/** What one node of a database has at a time, until it gives it back, ends, or loses the connection to the server. */
public interface Lease extends AutoCloseable {
    /** What there is to have. */
    enum Name {
        /** Deleting what nobody may keep, and going on with what was left undone. */
        HOUSEKEEPING(16, "housekeeping"),
        /** Publishing what was committed, for all nodes. */
        RELAY(17, "relay");

        private final int number;
        private final String title;

        Name(int number, String title) {
            this.number = number;
            this.title = title;
        }

        /** For good: all nodes of a database must have the same. */
        int number() {
            return number;
        }

        String title() {
            return title;
        }
    }

    /** That of a node which is alone. */
    Lease ALONE = new Lease() {
        @Override
        public boolean isHeld() {
            return true;
        }

        @Override
        public void close() {
            // There is nobody to give it to.
        }
    };

    /** Whether this node has it still. Blocks. */
    boolean isHeld();

    @Override
    void close();
}
