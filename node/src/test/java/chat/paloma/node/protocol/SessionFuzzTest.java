package chat.paloma.node.protocol;

import static chat.paloma.node.protocol.SessionScript.HELLO;
import static chat.paloma.node.protocol.SessionScript.PROOF;
import static chat.paloma.node.protocol.SessionScript.known;
import static chat.paloma.node.protocol.SessionScript.proven;
import static chat.paloma.node.protocol.SessionScript.raw;
import static chat.paloma.node.protocol.SessionScript.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.wire.AccountRequests.CreateReset;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.AccountRequests.LookUp;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.core.wire.BlobRequests.DeleteBlob;
import chat.paloma.core.wire.KeyRequests.Claim;
import chat.paloma.core.wire.KeyRequests.Publish;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.LaneRequests.SendDirect;
import chat.paloma.core.wire.LaneRequests.Unfollow;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RoomRequests.GetRoom;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import chat.paloma.core.wire.RoomRequests.ReadTree;
import chat.paloma.core.wire.SignalRequests.PutReceipt;
import chat.paloma.core.wire.SignalRequests.ShowPresence;
import chat.paloma.core.wire.SignalRequests.Signal;
import chat.paloma.core.wire.SignalRequests.WatchPresence;
import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sequences of frames into the sessions of a real node, over real connections: proofs at any time, requests of every type
 * with any body, what is no frame at all. Each request is answered once or the connection ends with a reason; nobody
 * without a proof gets more than a challenge; nothing is a fault of the node; and the device beside it is served.
 */
class SessionFuzzTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ProtocolNode nodes;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice good;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice hostile;

    @SuppressWarnings("NullAway.Init")
    private static List<Request<?>> requests;

    @BeforeAll
    static void start() throws Exception {
        nodes = new ProtocolNode(folder, "--limits-connections-per-address=4000");
        good = nodes.register("good");
        hostile = nodes.register("hostile");
        TestRoom room = TestRoom.open(hostile, good).getFirst();
        RoomId elsewhere = RoomId.random(TestDevice.RANDOM);
        Position nowhere = new Position(1, 0, LaneHead.NONE);
        requests = List.of(
                new ListRooms(Optional.empty()),
                new ReadRange(hostile.inbox(), 0, 10, 1000),
                new Follow(List.of(new Cursor(room.lane(), nowhere), new Cursor(hostile.inbox(), nowhere))),
                new Unfollow(List.of(room.lane())),
                new SendDirect(hostile.keys.device(), hostile.nextMessage(), ByteString.utf8("note")),
                room.message("hello"),
                room.commit(CommitRequest.of()),
                new GetRoom(room.id, Optional.empty()),
                new ReadTree(room.id, room.epoch(), 0, Optional.empty()),
                new GetRoom(elsewhere, Optional.of(ByteString.utf8("a link"))),
                new ReadRange(TestRoom.lane(elsewhere), 0, 10, 1000),
                new ReadStarts(room.lane()),
                new PutReceipt(room.id, ByteString.utf8("read")),
                new Signal(room.id, ByteString.utf8("typing")),
                new ShowPresence(true),
                new WatchPresence(List.of(good.account())),
                new Claim(good.account(), CipherSuiteId.of(CipherSuite.DEFAULT), Optional.of(room.id)),
                new Publish(List.of(TestDevice.encode(hostile.newKeyPackage())), Optional.empty()),
                new BeginUpload(room.id, TestBlobs.id(new byte[] {1}), 1),
                new DeleteBlob(room.id, TestBlobs.id(new byte[] {1})),
                new UpdateDevices(hostile.owner.record()),
                new LookUp(good.owner.handle),
                new GetAccount(good.account()),
                new CreateReset(good.account(), 60));
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    static Stream<byte[]> scripts() {
        return Stream.concat(
                Stream.of(
                        new byte[0],
                        SessionScript.of(HELLO, PROOF),
                        SessionScript.of(PROOF, HELLO, HELLO),
                        SessionScript.of(HELLO, HELLO, PROOF, PROOF, HELLO),
                        SessionScript.of(known(0, 0, 0), HELLO, known(1, 0, 0), PROOF, known(2, 0, 0)),
                        SessionScript.of(HELLO, raw(4, 0, 1)),
                        proven(request(51, 0), request(200), request(16, 3, 'b', 'o', 'b')),
                        proven(
                                known(2, 0, 0),
                                known(5, 0, 0),
                                known(3, 0, 0),
                                known(5, 0, 0),
                                raw(1, 0, 0, 0, 9, 0, 51, 0)),
                        proven(known(0, 0, 0), raw(1, 0, 0, 0, 0, 0, 51, 0))),
                // Every good request as it is, and with one byte changed.
                IntStream.range(0, 24).mapToObj(index -> proven(known(index, 0, 0), known(index, index, 0x41))));
    }

    @MethodSource("scripts")
    @FuzzTest(maxDuration = "1m")
    void aSessionAnswersOrEnds(byte[] script) throws Exception {
        // Else Jazzer takes the way to the node for a finding.
        BugDetectors.allowNetworkConnections((host, port) -> port == nodes.node.port());
        try (TestConnection connection = TestConnection.open(nodes.node)) {
            SessionScript session = new SessionScript(connection, hostile, requests);
            assertEquals(List.of(), session.run(script));
            if (session.ended()) {
                connection.awaitClosed();
            }
        }
        good.ask(new ListRooms(Optional.empty()));
    }
}
