package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.SignalRequests.PutReceipt;
import chat.paloma.core.wire.SignalRequests.ReadReceipts;
import chat.paloma.core.wire.SignalRequests.Receipt;
import chat.paloma.core.wire.SignalRequests.ShowPresence;
import chat.paloma.core.wire.SignalRequests.Signal;
import chat.paloma.core.wire.SignalRequests.WatchPresence;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.Node;
import chat.paloma.node.TestNodes;
import chat.paloma.node.assembly.Chat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not kept in lanes, over real connections: who sees it, who does not, and when it ends. */
class SignalsTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ProtocolNode nodes;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice ada;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice bob;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice stranger;

    @SuppressWarnings("NullAway.Init")
    private static TestRoom room;

    @BeforeAll
    static void start() throws Exception {
        nodes = new ProtocolNode(folder);
        ada = nodes.register("ada");
        bob = nodes.register("bob");
        stranger = nodes.register("stranger");
        room = TestRoom.open(ada, bob).getFirst();
        Follow follow = new Follow(List.of(new Cursor(room.lane(), new Position(1, 0, LaneHead.NONE))));
        for (TestDevice device : List.of(ada, bob, stranger)) {
            device.ask(follow);
        }
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Test
    void showsASignalToTheOthersInTheRoom() throws Exception {
        ByteString typing = ByteString.utf8("typing");
        ada.ask(new Signal(room.id, typing));
        assertEquals(new Event.Signalled(room.id, typing), bob.connection().event());
        assertTrue(ada.connection().isQuiet(100), "its sender sees it");
        assertTrue(stranger.connection().isQuiet(10), "somebody else sees it");
    }

    @Test
    void keepsTheNewestReceiptOfADevice() throws Exception {
        ByteString first = ByteString.utf8("up to 1");
        bob.ask(new PutReceipt(room.id, first));
        assertEquals(
                new Event.ReceiptChanged(room.id, new Receipt(bob.address(), first)),
                ada.event(Event.ReceiptChanged.class));
        assertEquals(
                List.of(new Receipt(bob.address(), first)),
                ada.ask(new ReadReceipts(room.id)).receipts());
        assertTrue(stranger.connection().isQuiet(50), "somebody else sees it");
    }

    /** What comes too soon is answered at once, shown with the next one, and not lost when the node stops. */
    @Test
    void answersAReceiptThatComesTooSoonAndKeepsIt() throws Exception {
        Path own = folder.resolve("restarted");
        RoomId id;
        TestDevice carol;
        try (ProtocolNode before = new ProtocolNode(own)) {
            carol = before.register("carol");
            id = TestRoom.open(carol).getFirst().id;
            for (int i = 0; i < 2 * WireLimits.MAX_OUTSTANDING; i++) {
                carol.ask(new PutReceipt(id, ByteString.utf8("up to " + i)));
            }
        }
        Node after = TestNodes.start(own, List.of(new Chat(false, false)));
        try {
            carol.connect(after);
            assertEquals(
                    List.of(new Receipt(carol.address(), ByteString.utf8("up to 127"))),
                    carol.ask(new ReadReceipts(id)).receipts());
        } finally {
            after.stop();
        }
    }

    @Test
    void showsWhoIsOnlineToThoseWhoShareARoom() throws Exception {
        assertEquals(
                List.of(bob.account()),
                ada.ask(new WatchPresence(List.of(bob.account(), stranger.account())))
                        .accounts());
        assertEquals(
                List.of(),
                stranger.ask(new WatchPresence(List.of(bob.account()))).accounts());
        TestDevice second = bob.owner.addDevice(bob).connect(nodes.node);
        second.ask(new ShowPresence(false));
        assertEquals(new Event.PresenceChanged(bob.account(), false), ada.event(Event.PresenceChanged.class));
        assertEquals(
                List.of(), ada.ask(new WatchPresence(List.of(bob.account()))).accounts());
        // The device that hid the account is gone, and the other one never asked for that.
        second.close();
        assertEquals(new Event.PresenceChanged(bob.account(), true), ada.event(Event.PresenceChanged.class));
        bob.close();
        assertEquals(new Event.PresenceChanged(bob.account(), false), ada.event(Event.PresenceChanged.class));
        bob.connect(nodes.node);
        assertEquals(new Event.PresenceChanged(bob.account(), true), ada.event(Event.PresenceChanged.class));
        assertTrue(stranger.connection().isQuiet(50), "somebody else sees it");
        bob.ask(new Follow(List.of(new Cursor(room.lane(), new Position(1, 0, LaneHead.NONE)))));
    }
}
