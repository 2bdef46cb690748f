package chat.paloma.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.node.store.StoreException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log that a process left which was killed, with bytes that changed since. */
class WriteAheadLogTest {
    private static final int TRANSACTIONS = 30;
    private static final int FRAME = 24 + (16 << 10);

    @TempDir
    private Path folder;

    private byte[] log = {};
    private int copies;

    /** Copies the files of a database that is in use: what a killed process leaves. */
    @BeforeEach
    void write() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (Database database = Database.open(data)) {
            for (int i = 0; i < TRANSACTIONS; i++) {
                int number = i;
                Database.await(database.write(transaction -> transaction
                        .handle()
                        .createUpdate("INSERT INTO room_tree (room, generation, epoch, expires_at, tree)"
                                + " VALUES (x'00', 0, :epoch, 0, zeroblob(3000))")
                        .bind("epoch", number)
                        .execute()));
            }
            for (String suffix : new String[] {"", "-wal"}) {
                Files.copy(data.resolve(Database.FILE + suffix), folder.resolve(Database.FILE + suffix));
            }
        }
        log = Files.readAllBytes(folder.resolve(Database.FILE + "-wal"));
        assertEquals(32, log.length % FRAME, "whole frames");
    }

    /** Opens the database with this log, and returns how many transactions are there: the first ones, without a gap. */
    private int open(byte[] changed) throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy" + copies++));
        Files.copy(folder.resolve(Database.FILE), copy.resolve(Database.FILE), StandardCopyOption.REPLACE_EXISTING);
        Files.write(copy.resolve(Database.FILE + "-wal"), changed);
        try (Database database = Database.open(copy)) {
            int count = database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM room_tree")
                    .mapTo(Integer.class)
                    .one());
            int last = database.read(handle -> handle.createQuery("SELECT COALESCE(MAX(epoch), -1) FROM room_tree")
                    .mapTo(Integer.class)
                    .one());
            assertEquals(count - 1, last);
            return count;
        }
    }

    @Test
    void takesAWholeLogAndOneThatWasCutOff() throws Exception {
        assertEquals(TRANSACTIONS, open(log));
        assertEquals(TRANSACTIONS - 1, open(Arrays.copyOf(log, log.length - 1)));
        assertTrue(open(Arrays.copyOf(log, log.length - FRAME)) < TRANSACTIONS);
        // Frames of a write that was cut off, and behind them what an earlier round of the log left.
        byte[] torn = Arrays.copyOf(log, log.length + 3 * FRAME);
        System.arraycopy(log, 32, torn, log.length, FRAME / 2);
        assertEquals(TRANSACTIONS, open(torn));
    }

    /** Wherever a byte changes: a refusal, or what was there before the last two transactions, and all of that. */
    @Test
    void refusesALogThatLostMoreThanItsEnd() throws Exception {
        int frames = (log.length - 32) / FRAME;
        int refused = 0;
        for (int frame = 0; frame < frames; frame++) {
            // The page, the size, the salt, the checksum, the page's bytes.
            int at = 32 + frame * FRAME + new int[] {0, 6, 11, 20, 24, 9000}[frame % 6];
            byte[] changed = log.clone();
            changed[at] ^= 0x10;
            try {
                assertTrue(open(changed) >= TRANSACTIONS - 2, "silence at frame " + frame);
            } catch (StoreException e) {
                assertEquals(Reason.DAMAGED, e.reason());
                refused++;
            }
        }
        assertTrue(refused >= frames * 2 / 3, refused + " of " + frames);
    }

    @Test
    void refusesALogWithoutItsHeader() {
        for (int at = 0; at < 32; at++) {
            byte[] changed = log.clone();
            changed[at] ^= 0x04;
            assertEquals(
                    Reason.DAMAGED,
                    assertThrows(StoreException.class, () -> open(changed), "byte " + at)
                            .reason());
        }
    }
}
