package chat.paloma.cli.durability;

import static chat.paloma.cli.durability.LoadDevice.CRYPTO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.MainForTests;
import chat.paloma.cli.wire.NodeConnection;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneException;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.FollowState;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.WireLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is made under load, restored, and what devices see of it that knew more. */
@Timeout(180)
class RestoreTest {
    @TempDir
    private Path folder;

    private static LaneChain read(NodeConnection connection, LaneChain from, long upTo) throws Exception {
        LaneChain chain = from;
        while (chain.position().sequence() < upTo) {
            Range range = connection.await(new ReadRange(
                    chain.lane(),
                    chain.position().sequence(),
                    (int) Math.min(
                            WireLimits.MAX_RANGE_RECORDS,
                            upTo - chain.position().sequence()),
                    WireLimits.MAX_RANGE_BYTES));
            for (LaneRecord record : range.records()) {
                chain = chain.follow(CRYPTO, record);
            }
        }
        return chain;
    }

    private static void backUp(Path data, Path copy) {
        MainForTests.Result backup = MainForTests.run("backup", "--data", data.toString(), copy.toString());
        assertEquals(0, backup.status(), backup.err());
        assertTrue(backup.out().contains("copied the database"), backup.out());
    }

    @Test
    void aBackupUnderLoadHasAllThatWasAcknowledgedBefore() throws Exception {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("copy");
        int port = NodeProcess.freePort();
        NodeProcess node = NodeProcess.start(data, port, folder.resolve("log"));
        try (Load load = new Load(node.origin())) {
            List<CompletableFuture<?>> writers = load.write(new Random(1));
            Thread.sleep(300);
            List<Sent> before = load.sent.stream()
                    .filter(each -> each.acknowledged().isPresent())
                    .toList();
            backUp(data, copy);
            Thread.sleep(200);
            assertTrue(load.sent.stream()
                            .filter(each -> each.acknowledged().isPresent())
                            .count()
                    > before.size());
            node.kill();
            for (CompletableFuture<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            assertFalse(before.isEmpty());
            assertEquals(
                    Files.readString(data.resolve("metrics-token")), Files.readString(copy.resolve("metrics-token")));

            node = NodeProcess.start(copy, port, folder.resolve("log"));
            for (LoadRoom room : load.rooms) {
                try (NodeConnection connection = room.owner.connect(load.http, load.server)) {
                    List<LaneStart> starts =
                            connection.await(new ReadStarts(room.lane())).starts();
                    long end = starts.getLast().sequence();
                    LaneChain chain = read(connection, LaneChain.from(CRYPTO, starts.getFirst()), end);
                    assertEquals(
                            2, chain.begin(CRYPTO, starts.getLast()).position().incarnation());
                    for (Sent each : before) {
                        assertTrue(each.room != room
                                || each.acknowledged().orElseThrow().position().sequence() <= end);
                    }
                }
            }
        } finally {
            node.kill();
        }
    }

    @Test
    void whoKnowsMoreThanTheBackupSeesItAndOffersItAgain() throws Exception {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("copy");
        int port = NodeProcess.freePort();
        NodeProcess node = NodeProcess.start(data, port, folder.resolve("log"));
        try (Load load = new Load(node.origin())) {
            LoadRoom room = load.rooms.getFirst();
            List<Append> lost = new ArrayList<>();
            LaneChain known;
            try (NodeConnection connection = room.owner.connect(load.http, load.server)) {
                for (int i = 0; i < 10; i++) {
                    if (i == 5) {
                        backUp(data, copy);
                    }
                    Append message = room.message(room.owner.nextNumber());
                    connection.await(message);
                    if (i >= 5) {
                        lost.add(message);
                    }
                }
                LaneStart first =
                        connection.await(new ReadStarts(room.lane())).starts().getFirst();
                known = read(connection, LaneChain.from(CRYPTO, first), 11);
            }
            node.kill();

            node = NodeProcess.start(copy, port, folder.resolve("log"));
            try (NodeConnection connection = room.owner.connect(load.http, load.server)) {
                List<LaneStart> starts =
                        connection.await(new ReadStarts(room.lane())).starts();
                LaneStart next = starts.getLast();
                assertEquals(2, starts.size());
                assertEquals(6, next.sequence());
                // Whoever knows no more than the backup goes on as before.
                LaneChain former = read(connection, LaneChain.from(CRYPTO, starts.getFirst()), 6);
                LaneChain now = former.begin(CRYPTO, next);
                assertEquals(FollowState.OTHER_INCARNATION, follow(connection, former));
                assertEquals(FollowState.LIVE, follow(connection, now));
                // Whoever knows more sees it at once, before anybody writes.
                assertEquals(FollowState.DIVERGED, follow(connection, known));
                assertEquals(
                        LaneException.Reason.START_DIFFERS,
                        assertThrows(LaneException.class, () -> known.begin(CRYPTO, next))
                                .reason());
                // What was acknowledged and lost is taken again, under its old number, and once.
                for (Append each : lost) {
                    Appended answer = connection.await(each);
                    assertEquals(2, answer.position().incarnation());
                    assertEquals(answer, connection.await(each));
                    now = read(connection, now, answer.position().sequence());
                    assertEquals(answer.position(), now.position());
                }
                assertEquals(11, now.position().sequence());
            }
        } finally {
            node.kill();
        }
    }

    private static FollowState follow(NodeConnection connection, LaneChain chain) throws Exception {
        return connection
                .await(new Follow(List.of(new Cursor(chain.lane(), chain.position()))))
                .lanes()
                .getFirst()
                .state();
    }

    @Test
    void refusesInOneLine() throws Exception {
        Path none = Files.createDirectory(folder.resolve("none"));
        MainForTests.Result result = MainForTests.run(
                "backup", "--data", none.toString(), folder.resolve("x").toString());
        assertEquals(1, result.status());
        assertEquals(1, result.err().lines().count());
        Path node = Files.createDirectory(folder.resolve("node"));
        Files.writeString(node.resolve("format"), "1\n");
        result = MainForTests.run("backup", "--data", node.toString(), folder.toString());
        assertEquals(
                "paloma: " + folder + " is not empty; name a new or an empty folder",
                result.err().strip());
    }
}
