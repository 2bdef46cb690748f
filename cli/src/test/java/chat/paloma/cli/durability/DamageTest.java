package chat.paloma.cli.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.client.transport.NodeConnection;
import chat.paloma.client.transport.NodeException;
import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.WireLimits;
import java.nio.file.Files;
import java.nio.file.Path;
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
                connection.await(message);
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
                    return Outcome.READ;
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
            Files.deleteIfExists(folder.resolve("data").resolve("paloma.db-wal"));
            Files.deleteIfExists(folder.resolve("data").resolve("paloma.db-shm"));
            Files.write(database(), bytes);
            refused += readAll() == Outcome.READ ? 0 : 1;
        }
        assertTrue(refused > 0);
    }
}
