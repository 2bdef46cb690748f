package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.SendDirect;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that asks as fast as it can, on a node with the limits of its defaults, and those beside it. */
class FloodTest {
    private static final int MESSAGES = 100;

    @TempDir
    private Path folder;

    /** Sends whatever is dear, without waiting for anything, until it is told to stop. */
    private static void flood(TestDevice device, AtomicBoolean enough) {
        ByteString large = ByteString.adopt(new byte[30_000]);
        try {
            while (!enough.get()) {
                device.connection().send(new ListRooms(Optional.empty()));
                device.connection().send(new ReadRange(device.inbox(), 0, 1000, 500_000));
                device.connection().send(new SendDirect(device.keys.device(), device.nextMessage(), large));
                device.connection().send(new Frame.Asked(7, 64, large).encoded());
            }
        } catch (CompletionException e) {
            // The test is over, or the node has had enough of it.
        }
    }

    @Test
    void limitsAnAccountWhateverItsDevices() throws Exception {
        try (ProtocolNode nodes = new ProtocolNode(
                folder, "--limits-device-requests-per-minute=60", "--limits-account-requests-per-minute=60")) {
            TestDevice one = nodes.register("ada");
            TestDevice other = one.owner.addDevice(one).connect(nodes.node);
            TestDevice stranger = nodes.register("bob");
            ListRooms request = new ListRooms(Optional.empty());
            int answered = 0;
            for (int i = 0; i < 8; i++) {
                answered += one.refusal(request).isEmpty() ? 1 : 0;
                answered += other.refusal(request).isEmpty() ? 1 : 0;
            }
            // Each device might ask ten times at once, and both together also.
            assertTrue(answered < 16, answered + " of 16");
            Failure failure = other.failure(request).orElseThrow();
            assertTrue(failure.is(FailureCode.RATE_LIMITED) && failure.retryAfter() > 0, failure::toString);
            stranger.ask(request);
        }
    }

    @Test
    void aFollowerGetsEverythingWhileAnotherDeviceFloodsTheNode() throws Exception {
        try (ProtocolNode nodes = new ProtocolNode(
                folder, "--limits-device-requests-per-minute=1200", "--limits-account-requests-per-minute=3600")) {
            TestDevice writer = nodes.register("writer");
            TestDevice reader = nodes.register("reader");
            TestDevice flooder = nodes.register("flooder");
            TestRoom room = TestRoom.open(writer, reader).getFirst();
            reader.ask(new Follow(List.of(new Cursor(room.lane(), new Position(1, 0, LaneHead.NONE)))));
            AtomicBoolean enough = new AtomicBoolean();
            Thread flood = Thread.ofVirtual().start(() -> flood(flooder, enough));
            try {
                for (int i = 0; i < MESSAGES; i++) {
                    long sequence = room.send("message " + i).position().sequence();
                    assertEquals(
                            sequence,
                            reader.event(Event.Delivered.class)
                                    .record()
                                    .header()
                                    .sequence());
                }
            } finally {
                enough.set(true);
                flood.join();
            }
            Map<FailureCode, Integer> refused = new EnumMap<>(FailureCode.class);
            for (Frame frame = flooder.connection().poll();
                    frame != null;
                    frame = flooder.connection().poll()) {
                if (frame instanceof Frame.Refused(int id, Failure failure)) {
                    refused.merge(FailureCode.of(failure.number()).orElseThrow(), 1, Integer::sum);
                }
            }
            assertTrue(refused.containsKey(FailureCode.RATE_LIMITED), refused::toString);
            assertTrue(!refused.containsKey(FailureCode.INTERNAL), refused::toString);
            flooder.close();
        }
    }
}
