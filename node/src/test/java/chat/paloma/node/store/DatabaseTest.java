package chat.paloma.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.store.StoreException.Reason;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    /** In a row: a few of them fill a page. */
    private static final int BYTES = 5000;

    @TempDir
    private Path folder;

    @Test
    void writesInOrderAndAnswersOnceOnDisk() {
        try (Database database = Database.open(folder)) {
            List<Integer> done = Collections.synchronizedList(new ArrayList<>());
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                int number = i;
                answers.add(database.write(transaction -> {
                    TestRows.insert(transaction, number, BYTES);
                    transaction.afterCommit(() -> done.add(number));
                    return number;
                }));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertEquals(i, Database.await(answers.get(i)));
            }
            assertEquals(IntStream.range(0, 2000).boxed().toList(), done);
            assertEquals(done, TestRows.numbers(database));
        }
    }

    /** What one write does wrong is its own affair, even in a transaction with others. */
    @Test
    void aWriteThatFailsTakesNoOtherWithIt() throws Exception {
        try (Database database = Database.open(folder)) {
            CountDownLatch begin = new CountDownLatch(1);
            CompletableFuture<Boolean> holds = database.write(transaction -> {
                awaitQuietly(begin);
                return true;
            });
            List<Integer> after = Collections.synchronizedList(new ArrayList<>());
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                int number = i;
                answers.add(database.write(transaction -> {
                    TestRows.insert(transaction, number, BYTES);
                    transaction.afterCommit(() -> after.add(number));
                    if (number == 3) {
                        throw new Refusal(FailureCode.FORBIDDEN);
                    }
                    if (number == 5) {
                        TestRows.insert(transaction, number, BYTES);
                    }
                    return number;
                }));
            }
            begin.countDown();
            assertTrue(Database.await(holds));
            assertThrows(Refusal.class, () -> Database.await(answers.get(3)));
            assertThrows(StoreException.class, () -> Database.await(answers.get(5)));
            List<Integer> others = List.of(0, 1, 2, 4, 6, 7, 8);
            others.forEach(number -> assertEquals(number, Database.await(answers.get(number))));
            assertEquals(others, TestRows.numbers(database));
            assertEquals(others, after);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Timeout(60)
    void refusesMoreThanMayWaitAndDrainsOnClose() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch begin = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        Database database = Database.open(folder);
        answers.add(database.write(transaction -> {
            taken.countDown();
            awaitQuietly(begin);
            return true;
        }));
        // From here on the writer is busy with that one, and takes nothing from those that wait.
        taken.await();
        for (int i = 0; i < GroupCommit.MAX_WAITING + 3; i++) {
            answers.add(database.write(transaction -> true));
        }
        long refused = answers.stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .count();
        assertEquals(3, refused);
        assertEquals(
                Reason.BUSY,
                assertThrows(StoreException.class, () -> Database.await(answers.getLast()))
                        .reason());
        begin.countDown();
        database.close();
        assertTrue(answers.stream().allMatch(CompletableFuture::isDone));
        assertEquals(
                refused,
                answers.stream()
                        .filter(CompletableFuture::isCompletedExceptionally)
                        .count());
        assertEquals(
                Reason.CLOSED,
                assertThrows(StoreException.class, () -> Database.await(database.write(transaction -> true)))
                        .reason());
    }

    @Test
    void aFullDiskRefusesAndKeepsWhatThereWas() {
        try (Database database = Database.open(folder)) {
            Database.await(database.write(transaction -> {
                TestRows.insert(transaction, 0, BYTES);
                return true;
            }));
            Database.await(database.write(transaction -> {
                long pages = transaction
                        .handle()
                        .createQuery("PRAGMA page_count")
                        .mapTo(Long.class)
                        .one();
                return transaction
                        .handle()
                        .createQuery("PRAGMA max_page_count = " + (pages + 20))
                        .mapTo(Long.class)
                        .one();
            }));
            int written = 0;
            StoreException full = null;
            for (int i = 1; i < 1000 && full == null; i++) {
                int number = i;
                try {
                    Database.await(database.write(transaction -> {
                        TestRows.insert(transaction, number, BYTES);
                        return true;
                    }));
                    written = number;
                } catch (StoreException e) {
                    full = e;
                }
            }
            assertEquals(
                    Reason.UNAVAILABLE, java.util.Objects.requireNonNull(full).reason());
            assertTrue(written > 0);
            List<Integer> kept = IntStream.rangeClosed(0, written).boxed().toList();
            assertEquals(kept, TestRows.numbers(database));
            assertThrows(
                    Refusal.class,
                    () -> Database.await(database.write(transaction -> {
                        transaction.handle().execute("DELETE FROM room_tree");
                        throw new Refusal(FailureCode.FORBIDDEN);
                    })));
            assertEquals(kept, TestRows.numbers(database));
            Database.await(database.write(transaction -> {
                transaction
                        .handle()
                        .createQuery("PRAGMA max_page_count = 100000")
                        .mapTo(Long.class)
                        .one();
                transaction.handle().execute("DELETE FROM room_tree WHERE epoch > 0");
                TestRows.insert(transaction, 5000, BYTES);
                return true;
            }));
            assertEquals(List.of(0, 5000), TestRows.numbers(database));
        }
        try (Database again = Database.open(folder)) {
            assertTrue(again.check().isEmpty());
            assertFalse(TestRows.numbers(again).isEmpty());
        }
    }

    @Test
    void refusesADamagedFile() throws Exception {
        try (Database database = Database.open(folder)) {
            for (int i = 0; i < 200; i++) {
                int number = i;
                Database.await(database.write(transaction -> {
                    TestRows.insert(transaction, number, BYTES);
                    return true;
                }));
            }
        }
        Path file = folder.resolve(Database.FILE);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long pages = bytes.length() / (16 << 10);
            for (long page = pages / 2; page < pages; page++) {
                bytes.seek(page * (16 << 10));
                bytes.write(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
            }
        }
        try (Database damaged = Database.open(folder)) {
            List<String> found;
            try {
                found = damaged.check();
            } catch (StoreException e) {
                assertEquals(Reason.DAMAGED, e.reason());
                found = List.of(String.valueOf(e.getMessage()));
            }
            assertFalse(found.isEmpty());
        }
        Files.write(file, new byte[100_000]);
        Files.deleteIfExists(folder.resolve(Database.FILE + "-wal"));
        Files.write(
                file,
                "this is no database at all, whatever its name says"
                        .repeat(1000)
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(
                Reason.DAMAGED,
                assertThrows(StoreException.class, () -> Database.open(folder)).reason());
    }

    /** An index that says otherwise than its table gives wrong answers in silence, unless somebody compares them. */
    @Test
    void writesNothingOnceAnIndexIsFoundToBeWrong() throws Exception {
        int page;
        try (Database database = Database.open(folder)) {
            Database.await(database.write(transaction -> {
                for (int i = 0; i < 50; i++) {
                    transaction.handle().execute("INSERT INTO member VALUES (x'aabbccdd', x'11223344', ?)", new byte[] {
                        (byte) i, 7, 7, 7
                    });
                }
                return true;
            }));
            assertTrue(database.checkIndexes());
            page = database.read(
                    handle -> handle.createQuery("SELECT rootpage FROM sqlite_schema WHERE name = 'member_by_device'")
                            .mapTo(Integer.class)
                            .one());
        }
        Path file = folder.resolve(Database.FILE);
        byte[] bytes = Files.readAllBytes(file);
        // The last bytes of an index page are its first entry's: another key, and nothing that looks wrong.
        int at = page * (16 << 10) - 3;
        bytes[at] ^= 0x20;
        Files.write(file, bytes);
        try (Database damaged = Database.open(folder)) {
            assertTrue(damaged.check().isEmpty(), "a page by itself looks well");
            assertFalse(damaged.checkIndexes());
            assertTrue(damaged.isDamaged());
            StoreException refusal = assertThrows(
                    StoreException.class, () -> Database.await(damaged.write(transaction -> "never done")));
            assertEquals(Reason.DAMAGED, refusal.reason());
        }
    }

    @Test
    void copiesWhileItIsUsed() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Database database = Database.open(folder)) {
            Database.await(database.write(transaction -> {
                TestRows.insert(transaction, 7, BYTES);
                return true;
            }));
            Database.copy(folder, copy.resolve(Database.FILE));
        }
        try (Database restored = Database.open(copy)) {
            assertEquals(List.of(7), TestRows.numbers(restored));
        }
    }
}
