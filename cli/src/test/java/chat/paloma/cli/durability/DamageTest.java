package chat.paloma.cli.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.wire.NodeConnection;
import chat.paloma.cli.wire.NodeException;
import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.FollowState;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.WireLimits;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database whose bytes changed while no node ran: there is a refusal, and never a record that nobody sent. */
@Timeout(180)
class DamageTest {
    private static final int MESSAGES = 400;
    private static final int PAGE = 16 << 10;

    @TempDir
    private Path folder;

    private final Set<EnvelopeHash> sent = new HashSet<>();
    private Load load;
    private int port;
    private Position last = new Position(1, 0, LaneHead.NONE);

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    DamageTest() {}

    @BeforeEach
    void write() throws Exception {
        port = NodeProcess.freePort();
        NodeProcess node = NodeProcess.start(folder.resolve("data"), port, folder.resolve("log"));
        load = new Load(node.origin());
        LoadRoom room = load.rooms.getFirst();
        try (NodeConnection connection = room.owner.connect(load.http, load.server)) {
            for (int i = 0; i < MESSAGES; i++) {
                Append message = room.message(room.owner.nextNumber());
                last = connection.await(message).position();
                sent.add(message.envelope().hash(LoadDevice.CRYPTO));
            }
        } finally {
            node.kill();
        }
    }

    private Path database() {
        return folder.resolve("data").resolve("paloma.db");
    }

    /** What came of a node on the damaged folder. */
    private enum Outcome {
        REFUSED_TO_START,
        REFUSED_TO_READ,
        /** Reads, and is not ready. */
        SAYS_SO,
        READ
    }

    private Outcome readAll() throws Exception {
        Path log = Files.createTempFile(folder, "log", "");
        NodeProcess node;
        try {
            node = NodeProcess.start(folder.resolve("data"), port, log);
        } catch (IllegalStateException e) {
            List<String> lines = Files.readAllLines(log).stream()
                    .filter(line -> line.startsWith("paloma: "))
                    .toList();
            assertEquals(1, lines.size(), Files.readString(log));
            return Outcome.REFUSED_TO_START;
        }
        LoadRoom room = load.rooms.getFirst();
        try (NodeConnection connection = room.owner.connect(load.http, load.server)) {
            List<LaneRecord> records = new ArrayList<>();
            while (true) {
                Range range = connection.await(new ReadRange(
                        room.lane(), records.size(), WireLimits.MAX_RANGE_RECORDS, WireLimits.MAX_RANGE_BYTES));
                records.addAll(range.records());
                for (LaneRecord record : range.records()) {
                    EnvelopeHash hash = record.envelope().orElseThrow().hash(LoadDevice.CRYPTO);
                    assertTrue(record.header().sequence() == 1 || sent.contains(hash), "other bytes");
                }
                if (range.records().isEmpty()) {
                    assertEquals(MESSAGES + 1, records.size());
                    // The check of the indexes runs beside the first requests.
                    for (int i = 0; i < 50 && node.readiness() == 200; i++) {
                        Thread.sleep(20);
                    }
                    return node.readiness() == 200 ? Outcome.READ : Outcome.SAYS_SO;
                }
            }
        } catch (NodeException e) {
            assertTrue(e.is(FailureCode.RECORD_DAMAGED) || e.is(FailureCode.STORAGE_UNAVAILABLE), e.toString());
            assertTrue(node.isAlive());
            return Outcome.REFUSED_TO_READ;
        } finally {
            node.kill();
        }
    }

    /** Lets SQLite bring its log into the file, as a node that stops does. */
    private void checkpoint() throws Exception {
        NodeProcess node = NodeProcess.start(folder.resolve("data"), port, folder.resolve("log"));
        assertEquals(0, node.stop());
        assertTrue(Files.size(database()) > 20 * PAGE);
    }

    private static void flip(Path file, long at) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x20;
        Files.write(file, bytes);
    }

    private static long frame(int number) {
        return 32 + (long) number * (24 + PAGE);
    }

    /** The log's frames: behind them may be some of an earlier round, with another salt. */
    private static int frames(Path log) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log));
        int count = 0;
        while (frame(count + 1) <= bytes.limit() && bytes.getLong((int) frame(count) + 8) == bytes.getLong(16)) {
            count++;
        }
        assertTrue(count > 10, "nothing is left in the log");
        return count;
    }

    /** What is committed behind a damaged frame would be dropped without a word. */
    @Test
    void aDamagedLogIsRefused() throws Exception {
        Path log = folder.resolve("data").resolve("paloma.db-wal");
        flip(log, frame(frames(log) / 2) + 1000);
        assertEquals(Outcome.REFUSED_TO_START, readAll());
    }

    /** Damage at the very end looks like a write that was cut off; whoever has the acknowledgement sees the difference. */
    @Test
    void whoHasTheAcknowledgementSeesThatTheEndOfTheLogIsGone() throws Exception {
        Path log = folder.resolve("data").resolve("paloma.db-wal");
        flip(log, frame(frames(log) - 1) + 1000);
        NodeProcess node = NodeProcess.start(folder.resolve("data"), port, folder.resolve("log"));
        LoadRoom room = load.rooms.getFirst();
        try (NodeConnection connection = room.owner.connect(load.http, load.server)) {
            NodeException refusal = assertThrows(
                    NodeException.class, () -> connection.await(new ReadRange(room.lane(), last.sequence(), 1, 1000)));
            assertTrue(refusal.is(FailureCode.POSITION_UNKNOWN), refusal.toString());
            assertEquals(
                    FollowState.DIVERGED,
                    connection
                            .await(new Follow(List.of(new Cursor(room.lane(), last))))
                            .lanes()
                            .getFirst()
                            .state());
        } finally {
            node.kill();
        }
    }

    /** Each page of the indexes that decide who may do what, and where records are. */
    @Test
    void aDamagedIndexIsRefused() throws Exception {
        checkpoint();
        byte[] whole = Files.readAllBytes(database());
        for (String index : List.of("record_of_lane", "member_by_device", "sqlite_autoindex_lane_1")) {
            byte[] bytes = whole.clone();
            int end = rootPage(index) * PAGE;
            // The entries lie at the end of a page. Every second byte of a part of them.
            for (int at = end - 600; at < end; at += 2) {
                bytes[at] ^= 0x15;
            }
            forgetLog();
            Files.write(database(), bytes);
            Outcome outcome = readAll();
            assertTrue(outcome != Outcome.READ, index);
        }
    }

    private int rootPage(String index) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                PreparedStatement query =
                        connection.prepareStatement("SELECT rootpage FROM sqlite_schema WHERE name = ?")) {
            query.setString(1, index);
            try (ResultSet row = query.executeQuery()) {
                assertTrue(row.next(), index);
                return row.getInt(1);
            }
        }
    }

    private void forgetLog() throws Exception {
        Files.deleteIfExists(folder.resolve("data").resolve("paloma.db-wal"));
        Files.deleteIfExists(folder.resolve("data").resolve("paloma.db-shm"));
    }

    @Test
    void aDamagedEnvelopeIsRefused() throws Exception {
        checkpoint();
        byte[] bytes = Files.readAllBytes(database());
        Random random = new Random(1);
        // The envelopes are most of the file; this is far behind the tables that a start reads.
        for (int i = 0; i < 40; i++) {
            int at = bytes.length / 2 + random.nextInt(bytes.length / 2);
            bytes[at] ^= (byte) (1 + random.nextInt(255));
        }
        Files.write(database(), bytes);
        assertTrue(readAll() != Outcome.READ);
    }

    @Test
    void everyDamagedPageIsRefusedOrDoesNoHarm() throws Exception {
        checkpoint();
        byte[] whole = Files.readAllBytes(database());
        int pages = whole.length / PAGE;
        int refused = 0;
        for (int i = 0; i < 6; i++) {
            byte[] bytes = whole.clone();
            int page = i * pages / 6;
            for (int at = page * PAGE; at < (page + 1) * PAGE; at += 64) {
                bytes[at] ^= 0x55;
            }
            forgetLog();
            Files.write(database(), bytes);
            refused += readAll() == Outcome.READ ? 0 : 1;
        }
        assertTrue(refused > 0);
    }
}
