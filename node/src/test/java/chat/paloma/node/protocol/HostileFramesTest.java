package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.SendDirect;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import chat.paloma.core.wire.SignalRequests.Signal;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.TestNodes;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no device of ours sends: each time the connection ends with a reason, and a good device next to it is served. */
class HostileFramesTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ProtocolNode nodes;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice good;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice hostile;

    @BeforeAll
    static void start() throws Exception {
        nodes = new ProtocolNode(folder, "--limits-connections-per-address=40", "--limits-head-time=2 s");
        good = nodes.register("good");
        hostile = nodes.register("hostile");
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @AfterEach
    void theOthersAreServed() throws Exception {
        good.ask(new ListRooms(Optional.empty()));
    }

    private static TestDevice fresh() throws Exception {
        return hostile.connect(nodes.node);
    }

    private static byte[] request(int id, int type, byte... body) {
        return new Frame.Asked(id, type, ByteString.adopt(body)).encoded();
    }

    @Test
    void endsAConnectionWithWhatIsNoFrame() throws Exception {
        List<byte[]> frames = List.of(
                new byte[0],
                new byte[] {0},
                new byte[] {1},
                new byte[] {1, 0, 0, 0, 1, 0},
                new byte[] {5, 0, 0, 0, 1},
                new byte[] {(byte) 0xff, 1, 2, 3},
                // What only a node says.
                new Frame.Answered(1, ByteString.EMPTY).encoded(),
                new Frame.Refused(1, Failure.of(FailureCode.INTERNAL, "")).encoded(),
                new Frame.Refused(0, Failure.of(FailureCode.DRAINING, "")).encoded(),
                new Event.StockLow(1).frame().encoded(),
                // The id of the connection as a whole.
                request(0, 51, (byte) 0));
        for (byte[] frame : frames) {
            try (TestConnection before = TestConnection.open(nodes.node);
                    TestDevice proven = fresh()) {
                before.send(frame);
                assertEquals(FailureCode.MALFORMED_FRAME, before.end(), () -> Arrays.toString(frame));
                before.awaitClosed();
                proven.connection().send(frame);
                assertEquals(FailureCode.MALFORMED_FRAME, proven.connection().end(), () -> Arrays.toString(frame));
                proven.connection().awaitClosed();
            }
        }
    }

    @Test
    void endsAConnectionWithText() throws Exception {
        try (TestConnection connection = TestConnection.open(nodes.node)) {
            connection.sendText("{\"hello\":1}");
            assertEquals(FailureCode.MALFORMED_FRAME, connection.end());
            connection.awaitClosed();
        }
    }

    @Test
    void refusesABodyThatIsNoneOfItsType() throws Exception {
        try (TestDevice device = fresh()) {
            List<byte[]> bodies = List.of(
                    request(device.connection().nextId(), 51),
                    request(device.connection().nextId(), 51, (byte) 2),
                    request(device.connection().nextId(), 51, (byte) 0, (byte) 0),
                    request(device.connection().nextId(), 64, new byte[1000]),
                    request(device.connection().nextId(), 66, (byte) 0xbf, (byte) 0xff, (byte) 0xff, (byte) 0xff));
            for (byte[] body : bodies) {
                device.connection().send(body);
                assertTrue(
                        device.connection().next() instanceof Frame.Refused(int id, Failure failure)
                                && id != 0
                                && failure.is(FailureCode.MALFORMED_REQUEST),
                        () -> Arrays.toString(body));
            }
            device.connection().send(request(device.connection().nextId(), 999));
            assertTrue(device.connection().next() instanceof Frame.Refused(int id, Failure failure)
                    && failure.is(FailureCode.UNKNOWN_REQUEST));
            device.ask(new ListRooms(Optional.empty()));
        }
    }

    /** The largest frame is taken in any number of fragments; one byte more ends the connection, before it is whole. */
    @Test
    void boundsAFrame() throws Exception {
        try (TestDevice device = fresh()) {
            byte[] largest = Arrays.copyOf(request(device.connection().nextId(), 51), WireLimits.MAX_FRAME);
            int part = WireLimits.MAX_FRAME / 16;
            for (int i = 0; i < 16; i++) {
                device.connection().sendPart(Arrays.copyOfRange(largest, i * part, (i + 1) * part), i == 15);
            }
            assertTrue(device.connection().next() instanceof Frame.Refused(int id, Failure failure)
                    && failure.is(FailureCode.MALFORMED_REQUEST));
            device.ask(new ListRooms(Optional.empty()));
            assertCutOff(device.connection(), new byte[][] {new byte[WireLimits.MAX_FRAME + 1]});
        }
        try (TestDevice device = fresh()) {
            byte[][] endless = new byte[64][];
            Arrays.fill(endless, new byte[WireLimits.MAX_FRAME / 32]);
            assertCutOff(device.connection(), endless);
        }
    }

    private static void assertCutOff(TestConnection connection, byte[][] parts) throws Exception {
        try {
            for (byte[] part : parts) {
                connection.sendPart(part, parts.length == 1);
            }
        } catch (CompletionException e) {
            // It is closed while we still send.
        }
        connection.awaitClosed();
    }

    @Test
    void boundsUnansweredRequests() throws Exception {
        try (TestDevice device = fresh()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes(new byte[60_000]);
            ByteString large = ByteString.adopt(content.toByteArray());
            int flood = 4 * WireLimits.MAX_OUTSTANDING;
            for (int i = 0; i < flood; i++) {
                device.connection().send(new SendDirect(device.keys.device(), device.nextMessage(), large));
            }
            int refused = 0;
            for (int i = 0; i < flood; i++) {
                switch (device.connection().next()) {
                    case Frame.Answered answered -> {}
                    case Frame.Refused(int id, Failure failure) -> {
                        assertTrue(id != 0 && failure.is(FailureCode.TOO_MANY_REQUESTS), failure::toString);
                        refused++;
                    }
                    default -> throw new AssertionError("a request from the node");
                }
            }
            assertTrue(refused < flood - WireLimits.MAX_OUTSTANDING, refused + " of " + flood + " refused");
            device.ask(new ListRooms(Optional.empty()));
        }
    }

    /** A device that does not read loses live delivery; those beside it get everything, once and in order. */
    @Test
    void dropsADeviceThatDoesNotReadFromLiveDelivery() throws Exception {
        TestDevice reader = nodes.register("reader");
        TestDevice deaf = nodes.register("deaf");
        List<TestRoom> views = TestRoom.open(good, reader, deaf);
        deaf.close();
        // Challenge and welcome, the answer to the following, and nothing more.
        deaf.connect(TestConnection.openUnread(nodes.node, 3));
        Follow follow = new Follow(List.of(new Cursor(views.getFirst().lane(), new Position(1, 0, LaneHead.NONE))));
        deaf.ask(follow);
        reader.ask(follow);
        String text = "x".repeat(200_000);
        for (int i = 0; i < 80; i++) {
            views.getFirst().send(text);
        }
        for (int i = 0; i < 80; i++) {
            assertEquals(
                    views.getFirst().epoch().epoch() == 1 ? i + 2 : -1,
                    reader.event(Event.Delivered.class).record().header().sequence());
        }
        deaf.connection().read(Long.MAX_VALUE);
        long last = 1;
        Event event = deaf.connection().event();
        while (event instanceof Event.Delivered(var lane, var record, var head)) {
            assertEquals(++last, record.header().sequence());
            event = deaf.connection().event();
        }
        assertEquals(new Event.FellBehind(views.getFirst().lane()), event);
        assertTrue(last < 81, "nothing was dropped");
        // It catches up by ranges and follows again.
        assertEquals(
                last + 1,
                deaf.ask(new ReadRange(views.getFirst().lane(), last, 1, 0))
                        .records()
                        .getFirst()
                        .header()
                        .sequence());
        deaf.ask(follow);
        views.getFirst().send("again");
        assertEquals(82, deaf.event(Event.Delivered.class).record().header().sequence());
        reader.close();
        deaf.close();
    }

    /** Half a minute without reading, and the connection is gone, whatever still waits to be sent on it. */
    @Test
    @Tag("slow")
    void cutsOffWhoeverReadsNothing() throws Exception {
        TestDevice deaf = nodes.register("unread");
        deaf.close();
        deaf.connect(TestConnection.openUnread(nodes.node, 2));
        for (int i = 0; i < 40; i++) {
            deaf.connection()
                    .send(new SendDirect(
                            deaf.keys.device(), deaf.nextMessage(), ByteString.adopt(new byte[WireLimits.MAX_DIRECT])));
        }
        Thread.sleep(2_000);
        for (int i = 0; i < 60; i++) {
            deaf.connection().send(new ReadRange(deaf.inbox(), 0, 1000, WireLimits.MAX_RANGE_BYTES));
        }
        double before = sessions();
        for (int i = 0; i < 50 && sessions() >= before; i++) {
            Thread.sleep(1_000);
        }
        assertEquals(before - 1, sessions());
        for (int i = 0; i < 30 && connections() > sessions(); i++) {
            Thread.sleep(500);
        }
        assertEquals(sessions(), connections(), "no connection is left without a session");
    }

    private static double sessions() throws Exception {
        return metric("paloma_sessions ");
    }

    /** Without the one that asks. */
    private static double connections() throws Exception {
        return metric("paloma_connections ") - 1;
    }

    /** Not a number when the node refused to answer: as long as an address has all the connections that it may have. */
    private static double metric(String name) throws Exception {
        String token = java.nio.file.Files.readString(folder.resolve("node/metrics-token"))
                .strip();
        return TestNodes.get(nodes.node.port(), "/metrics", "Authorization: Bearer " + token)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Devices that break off in the middle of their proof leave nothing behind. */
    @Test
    void forgetsWhoeverBreaksOffDuringTheProof() throws Exception {
        hostile.close();
        await(() -> sessions() == openDevices());
        for (int i = 0; i < 40; i++) {
            TestConnection connection = TestConnection.open(nodes.node);
            var hello = TestDevice.hello();
            connection.send(hostile.prove(hello, connection.ask(hello)));
            if (i % 2 == 0) {
                Thread.sleep(0, 300_000);
            }
            connection.abort();
        }
        await(() -> sessions() == openDevices());
        assertEquals(openDevices(), sessions());
    }

    /** The administrator and the good one. */
    private static double openDevices() {
        return 2;
    }

    /** Devices that break off while they begin to follow leave nothing behind that is followed. */
    @Test
    void forgetsWhoeverBreaksOffWhileItBeginsToFollow() throws Exception {
        double before = metric("paloma_lanes_followed ");
        Position nowhere = new Position(1, 0, LaneHead.NONE);
        for (int i = 0; i < 30; i++) {
            TestDevice device = fresh();
            device.connection()
                    .send(new Follow(IntStream.range(0, WireLimits.MAX_LANES)
                            .mapToObj(any -> new Cursor(
                                    any % 2 == 0 ? device.inbox() : TestRoom.lane(RoomId.random(TestDevice.RANDOM)),
                                    nowhere))
                            .toList()));
            if (i % 2 == 0) {
                Thread.sleep(0, 500_000);
            }
            device.connection().abort();
        }
        await(() -> metric("paloma_lanes_followed ") == before);
        assertEquals(before, metric("paloma_lanes_followed "));
    }

    private interface Question {
        boolean ask() throws Exception;
    }

    private static void await(Question question) throws Exception {
        for (int i = 0; i < 100 && !question.ask(); i++) {
            Thread.sleep(30);
        }
    }

    @Test
    void boundsTheConnectionsOfAnAddress() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                open.add(TestNodes.connect(nodes.node.port()));
            }
            assertThrows(Exception.class, () -> TestConnection.open(nodes.node).close());
            good.ask(new ListRooms(Optional.empty()));
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        await(() -> connections() < 10);
        fresh().close();
    }

    @Test
    void doesNotWaitForASlowUpgrade() throws Exception {
        try (Socket socket = TestNodes.connect(nodes.node.port())) {
            long begun = System.nanoTime();
            TestNodes.send(socket, "GET /v1/connect HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n");
            assertEquals("", TestNodes.readAll(socket));
            assertTrue(System.nanoTime() - begun < 5_000_000_000L);
        }
        // Upgraded, and then a head of a frame byte by byte: the proof does not come in time.
        try (Socket socket = TestNodes.connect(nodes.node.port())) {
            TestNodes.send(
                    socket,
                    String.join(
                            "\r\n",
                            "GET /v1/connect HTTP/1.1",
                            "Host: localhost",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                            "Sec-WebSocket-Protocol: paloma.v1",
                            "",
                            ""));
            TestNodes.send(socket, new String(new byte[] {(byte) 0x82}, StandardCharsets.ISO_8859_1));
            long begun = System.nanoTime();
            String answer = TestNodes.readAll(socket);
            assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
            assertTrue(System.nanoTime() - begun < 15_000_000_000L);
        }
    }

    @Test
    void followsNoMoreLanesThanItSays() throws Exception {
        try (TestDevice device = fresh()) {
            List<TestRoom> rooms = List.of(TestRoom.open(device).getFirst());
            Cursor cursor = new Cursor(rooms.getFirst().lane(), new Position(1, 0, LaneHead.NONE));
            // The same lane again and again is one lane.
            for (int i = 0; i < 5; i++) {
                device.ask(new Follow(IntStream.range(0, WireLimits.MAX_LANES)
                        .mapToObj(any -> cursor)
                        .toList()));
            }
            rooms.getFirst().send("once");
            assertEquals(
                    2, device.event(Event.Delivered.class).record().header().sequence());
            assertTrue(device.connection().isQuiet(200));
        }
    }

    @Test
    void limitsSignals() throws Exception {
        try (TestDevice device = fresh()) {
            TestRoom room = TestRoom.open(device).getFirst();
            assertEquals(
                    Optional.of(FailureCode.MALFORMED_REQUEST),
                    device.refusal(new Signal(room.id, ByteString.adopt(new byte[WireLimits.MAX_SIGNAL + 1]))));
            assertFalse(device.refusal(new Signal(room.id, ByteString.adopt(new byte[WireLimits.MAX_SIGNAL])))
                    .isPresent());
        }
    }
}
