package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.SignalRequests.PutReceipt;
import chat.paloma.core.wire.SignalRequests.Receipt;
import chat.paloma.core.wire.SignalRequests.ShowPresence;
import chat.paloma.core.wire.SignalRequests.Signal;
import chat.paloma.core.wire.SignalRequests.WatchPresence;
import chat.paloma.node.TestDatabases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes of one database: whatever devices do on one of them, those on the others see it as if there were one. */
@Tag("slow")
class SeveralNodesTest {
    /** More in long runs. */
    private static final int RACES = Integer.getInteger("paloma.races", 50);

    private static final int MESSAGES = 60;

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestCluster cluster;

    private static int names;

    @BeforeAll
    static void start() throws Exception {
        cluster = new TestCluster(folder, TestDatabases.address(folder), 3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static TestDevice person(int node) throws Exception {
        names++;
        return cluster.register("person" + names, node);
    }

    private static void follow(TestDevice device, TestRoom room) throws Exception {
        device.ask(new Follow(List.of(new Cursor(room.lane(), new Position(1, 0, LaneHead.NONE)))));
    }

    @Test
    void takesOneOfTwoCommitsThatRace() throws Exception {
        TestDevice ada = person(0);
        TestDevice bob = person(1);
        List<TestRoom> views = TestRoom.open(ada, bob);
        for (int round = 0; round < RACES; round++) {
            CommitRace race = CommitRace.run(views.getFirst(), views.getLast());
            assertEquals(
                    race.winner().group().epochAuthenticator(),
                    race.loser().group().epochAuthenticator());
        }
    }

    @Test
    void deliversWhatAllNodesTakeInOneOrderToAll() throws Exception {
        List<TestDevice> devices = List.of(person(0), person(1), person(2));
        List<TestRoom> views = TestRoom.open(devices.get(0), devices.get(1), devices.get(2));
        for (TestDevice device : devices) {
            follow(device, views.getFirst());
        }
        for (int i = 0; i < MESSAGES; i++) {
            for (TestRoom view : views) {
                view.device.connection().send(view.message("message " + i));
            }
        }
        List<LaneRecord> first = delivered(devices.get(0));
        for (TestDevice device : devices.subList(1, 3)) {
            assertEquals(first, delivered(device));
        }
        long from = first.getFirst().header().sequence();
        for (int i = 0; i < first.size(); i++) {
            assertEquals(from + i, first.get(i).header().sequence());
        }
    }

    private static List<LaneRecord> delivered(TestDevice device) throws Exception {
        List<LaneRecord> records = new ArrayList<>();
        while (records.size() < 3 * MESSAGES) {
            records.add(device.event(Event.Delivered.class).record());
        }
        return records;
    }

    @Test
    void tellsEveryNodeWhoMayReadAndAppend() throws Exception {
        TestDevice ada = person(0);
        TestDevice bob = person(1);
        TestDevice carol = person(2);
        List<TestRoom> views = TestRoom.open(ada, bob, carol);
        TestRoom room = views.getFirst();
        // Every node has the room in memory.
        for (TestRoom view : views) {
            follow(view.device, view);
        }
        for (TestRoom view : views) {
            view.send("hello");
        }
        for (TestRoom view : views) {
            view.catchUp();
        }
        room.remove(bob);
        assertEquals(RecordKind.COMMIT, lastKind(bob, 4));
        room.send("without bob");
        assertTrue(bob.connection().isQuiet(200), "bob reads on");
        Append late = views.get(1).message("too late");
        assertEquals(Optional.of(FailureCode.STALE_EPOCH), bob.refusal(late));
        assertEquals(
                Optional.of(FailureCode.NOT_A_MEMBER),
                bob.refusal(new Append(room.id, bob.nextMessage(), late.kind(), room.epoch(), late.envelope())));
        assertEquals(
                Optional.of(FailureCode.NOT_A_MEMBER), bob.refusal(new Signal(room.id, ByteString.utf8("typing"))));
        // Somebody who came in on another node is at home at once.
        TestDevice dora = person(2);
        TestRoom doras = room.add(dora);
        doras.send("here I am");
        views.get(2).catchUp();
        assertEquals(List.of("here I am"), room.catchUp());
    }

    /** The kind of the last of so many records that are delivered. */
    private static RecordKind lastKind(TestDevice device, int count) throws Exception {
        RecordKind kind = RecordKind.APPLICATION;
        for (int i = 0; i < count; i++) {
            kind = device.event(Event.Delivered.class).record().header().kind();
        }
        return kind;
    }

    @Test
    void endsConnectionsToOtherNodes() throws Exception {
        TestDevice ada = person(0);
        TestDevice second = ada.owner.addDevice(ada).connect(cluster.node(1));
        ada.owner.revoke(ada, second);
        assertEquals(FailureCode.DEVICE_REVOKED, second.connection().end());
        try {
            second.connect(cluster.node(2));
            throw new AssertionError("a revoked device is let in");
        } catch (RefusedException e) {
            assertTrue(e.failure.is(FailureCode.AUTHENTICATION_FAILED), e.failure.toString());
        }
        TestConnection former = ada.connection();
        // A clock that stands still for a moment does not show which came first.
        Thread.sleep(5);
        ada.connect(cluster.node(2));
        assertEquals(FailureCode.REPLACED, former.end());
        ada.ask(new ReadRange(ada.inbox(), 0, 10, 0));
    }

    @Test
    void bringsInboxesToWhereverTheirDeviceIs() throws Exception {
        TestDevice ada = person(0);
        TestDevice bob = person(1);
        bob.ask(new Follow(List.of(new Cursor(bob.inbox(), new Position(1, 0, LaneHead.NONE)))));
        TestRoom.open(ada, bob);
        assertEquals(
                RecordKind.WELCOME,
                bob.event(Event.Delivered.class).record().header().kind());
    }

    @Test
    void showsSignalsReceiptsAndPresenceOnAllNodes() throws Exception {
        TestDevice ada = person(0);
        TestDevice bob = person(1);
        TestRoom room = TestRoom.open(ada, bob).getFirst();
        follow(ada, room);
        follow(bob, room);
        ByteString typing = ByteString.utf8("typing");
        ada.ask(new Signal(room.id, typing));
        assertEquals(new Event.Signalled(room.id, typing), bob.event(Event.Signalled.class));
        ByteString receipt = ByteString.utf8("up to 1");
        bob.ask(new PutReceipt(room.id, receipt));
        assertEquals(
                new Event.ReceiptChanged(room.id, new Receipt(bob.address(), receipt)),
                ada.event(Event.ReceiptChanged.class));

        assertEquals(
                List.of(bob.account()),
                ada.ask(new WatchPresence(List.of(bob.account()))).accounts());
        TestDevice second = bob.owner.addDevice(bob).connect(cluster.node(2));
        second.ask(new ShowPresence(false));
        assertEquals(new Event.PresenceChanged(bob.account(), false), ada.event(Event.PresenceChanged.class));
        second.close();
        assertEquals(new Event.PresenceChanged(bob.account(), true), ada.event(Event.PresenceChanged.class));
        bob.close();
        assertEquals(new Event.PresenceChanged(bob.account(), false), ada.event(Event.PresenceChanged.class));
        bob.connect(cluster.node(2));
        assertEquals(new Event.PresenceChanged(bob.account(), true), ada.event(Event.PresenceChanged.class));
    }
}
