package chat.paloma.node.store;

import java.util.List;

/** Numbered rows in one of the node's tables, for tests of how they are stored. */
final class TestRows {
    private TestRows() {}

    /** Writes a row with a number and so many bytes. */
    static void insert(Transaction transaction, int number, int bytes) {
        transaction
                .handle()
                .createUpdate("INSERT INTO room_tree (room, generation, epoch, expires_at, tree)"
                        + " VALUES (:room, 0, :number, 0, :tree)")
                .bind("room", new byte[32])
                .bind("number", number)
                .bind("tree", new byte[bytes])
                .execute();
    }

    /** The numbers that are there, in order. */
    static List<Integer> numbers(Database database) {
        return database.read(handle -> handle.createQuery("SELECT epoch FROM room_tree ORDER BY epoch")
                .mapTo(Integer.class)
                .list());
    }
}
