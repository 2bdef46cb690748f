package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.AccountRequests.ListAccounts;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.FollowState;
import chat.paloma.core.wire.LaneRequests.LaneStatus;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.Unfollow;
import chat.paloma.core.wire.Retry;
import chat.paloma.node.Node;
import chat.paloma.node.TestDatabases;
import chat.paloma.node.TestNodes;
import chat.paloma.node.assembly.Chat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose database somebody changed while it did not run: what devices are told, each of another change. */
class ChangedDatabaseTest {
    private static final int MOST_FOLLOWED = 2048;

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Node node;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice administrator;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice ada;

    @SuppressWarnings("NullAway.Init")
    private static TestRoom room;

    private static final List<Cursor> COPIES = new ArrayList<>();
    private static long changed;

    @BeforeAll
    static void start() throws Exception {
        try (ProtocolNode before = new ProtocolNode(folder)) {
            administrator = before.administrator;
            ada = before.register("ada");
            before.register("eve");
            room = TestRoom.open(ada).getFirst();
            changed = room.send("as it was").position().sequence();
        }
        TestDatabases.direct(TestNodes.configuration(folder).data()).useTransaction(database -> {
            // More rooms than anybody opens in a test: copies of one, under other names.
            for (int i = 0; i <= MOST_FOLLOWED; i++) {
                RoomId copy = RoomId.random(TestDevice.RANDOM);
                copyRoom(database, copy);
                COPIES.add(new Cursor(TestRoom.lane(copy), new Position(1, 0, LaneHead.NONE)));
            }
            database.createUpdate("UPDATE record SET envelope = :other WHERE kind = 1")
                    .bind("other", new byte[1])
                    .execute();
            database.execute("ALTER TABLE upload RENAME TO upload_elsewhere");
            // A name that nobody could have registered.
            database.execute("UPDATE account SET handle = 'No Handle' WHERE handle = 'eve'");
        });
        node = TestNodes.start(folder, List.of(new Chat(false, false)), "--limits-device-requests-per-minute=1000000");
        ada.connect(node);
        administrator.connect(node);
    }

    private static void copyRoom(Handle database, RoomId copy) {
        byte[] from = room.id.bytes().toByteArray();
        byte[] to = copy.bytes().toByteArray();
        byte[] lane = TestRoom.lane(copy).encoded();
        database.createUpdate("INSERT INTO lane (lane, incarnation, sequence, head, accept_time, generation, epoch)"
                        + " SELECT :lane, incarnation, sequence, head, accept_time, generation, epoch FROM lane"
                        + " WHERE id = (SELECT lane_id FROM room WHERE room = :from)")
                .bind("lane", lane)
                .bind("from", from)
                .execute();
        database.createUpdate("INSERT INTO room SELECT :to, (SELECT id FROM lane WHERE lane = :lane), generation,"
                        + " epoch, retention_seconds, state, group_info, tree, version FROM room WHERE room = :from")
                .bind("to", to)
                .bind("lane", lane)
                .bind("from", from)
                .execute();
        int members = database.createUpdate(
                        "INSERT INTO member SELECT :to, account, device FROM member WHERE room = :from")
                .bind("to", to)
                .bind("from", from)
                .execute();
        assertEquals(1, members);
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    @Test
    void followsSoManyLanesAndNoMore() throws Exception {
        for (int i = 0; i < MOST_FOLLOWED; i += 512) {
            List<LaneStatus> followed =
                    ada.ask(new Follow(COPIES.subList(i, i + 512))).lanes();
            assertTrue(followed.stream().allMatch(each -> each.state() == FollowState.LIVE));
        }
        // Those that are followed already count once.
        ada.ask(new Follow(COPIES.subList(100, 200)));
        Follow oneMore = new Follow(COPIES.subList(MOST_FOLLOWED, MOST_FOLLOWED + 1));
        assertEquals(Optional.of(FailureCode.TOO_MANY_SUBSCRIPTIONS), ada.refusal(oneMore));
        ada.ask(new Unfollow(List.of(COPIES.getFirst().lane())));
        ada.ask(oneMore);
    }

    @Test
    void refusesARecordWithOtherBytes() throws Exception {
        ada.ask(new ReadRange(room.lane(), 0, (int) changed - 1, 100_000));
        assertEquals(
                Optional.of(FailureCode.RECORD_DAMAGED),
                ada.refusal(new ReadRange(room.lane(), changed - 1, 1, 100_000)));
    }

    @Test
    void tellsWhenToTryAgainWhatTheStoreDoesNotTake() throws Exception {
        Failure failure = ada.failure(new BeginUpload(room.id, TestBlobs.id(new byte[] {1}), 1))
                .orElseThrow();
        assertTrue(failure.is(FailureCode.STORAGE_UNAVAILABLE), failure::toString);
        assertTrue(failure.retry() == Retry.LATER && failure.retryAfter() > 0, failure::toString);
    }

    @Test
    void saysNothingOfItsOwnFaults() throws Exception {
        Failure failure = administrator.failure(new ListAccounts("")).orElseThrow();
        assertTrue(failure.is(FailureCode.INTERNAL), failure::toString);
        assertEquals("", failure.detail());
    }
}
