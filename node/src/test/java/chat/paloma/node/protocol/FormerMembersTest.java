package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.BlobRequests.BeginDownload;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.FollowState;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.RoomRequests.GetRoom;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device may still read of a room that it was removed from: what was there before, and nothing behind it. */
class FormerMembersTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ProtocolNode nodes;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice ada;

    @BeforeAll
    static void start() throws Exception {
        nodes = new ProtocolNode(folder);
        ada = nodes.register("ada");
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Test
    void readsWhatItHadNotFetchedAndNothingThatCameAfter() throws Exception {
        TestDevice bob = nodes.register("bob");
        List<TestRoom> views = TestRoom.open(ada, bob);
        TestRoom room = views.getFirst();
        room.send("before one");
        room.send("before two");
        var blob = TestBlobs.upload(nodes.node, ada, room.id, new byte[] {1, 2, 3});
        room.remove(bob);
        room.send("behind its back");

        assertEquals(List.of("before one", "before two"), views.get(1).catchUp());
        assertEquals(true, views.get(1).isRemoved());
        Range all = bob.ask(new ReadRange(room.lane(), 0, 100, 100_000));
        // Opened, two messages, and the commit that removed it: that is where the lane ends for it.
        assertEquals(4, all.records().size());
        assertEquals(all.after(), all.end());
        assertEquals(4, all.end().sequence());
        assertEquals(
                List.of(), bob.ask(new ReadRange(room.lane(), 4, 100, 100_000)).records());
        assertEquals(
                Optional.of(FailureCode.POSITION_UNKNOWN), bob.refusal(new ReadRange(room.lane(), 5, 100, 100_000)));
        assertEquals(1, bob.ask(new ReadStarts(room.lane())).starts().size());
        assertEquals(
                FollowState.NOT_FOUND,
                bob.ask(new Follow(List.of(new Cursor(room.lane(), new Position(1, 0, LaneHead.NONE)))))
                        .lanes()
                        .getFirst()
                        .state());
        assertEquals(Optional.of(FailureCode.NOT_A_MEMBER), bob.refusal(new BeginDownload(room.id, blob)));
        assertEquals(Optional.of(FailureCode.NOT_A_MEMBER), bob.refusal(new GetRoom(room.id, Optional.empty())));
    }

    @Test
    void comesBackAndLeavesAgain() throws Exception {
        TestDevice carol = nodes.register("carol");
        TestRoom room = TestRoom.open(ada, carol).getFirst();
        room.remove(carol);
        room.send("while she is away");
        TestRoom again = room.add(carol);
        room.send("now that she is back");
        assertEquals(List.of("now that she is back"), again.catchUp());
        assertEquals(
                5, carol.ask(new ReadRange(room.lane(), 0, 100, 100_000)).end().sequence());
        room.remove(carol);
        room.send("gone again");
        assertEquals(
                6, carol.ask(new ReadRange(room.lane(), 0, 100, 100_000)).end().sequence());
    }
}
