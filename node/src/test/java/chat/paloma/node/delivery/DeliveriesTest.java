package chat.paloma.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Frame;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import chat.paloma.node.bus.Committed;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final CryptoProvider CRYPTO = new JdkCrypto();
    private static final LaneId LANE = new LaneId.Room(RoomId.random(new SystemRandom()), RegionId.ONLY);

    private final Deliveries deliveries = new Deliveries();

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    /** A device whose connection takes a number of frames before it is full. */
    private static final class Device implements Receiver {
        private final Context loop = VERTX.getOrCreateContext();
        private final DeviceAddress address = new DeviceAddress(
                new AccountId(ByteString.adopt(new SystemRandom().nextBytes(AccountId.LENGTH))),
                DeviceId.random(new SystemRandom()));
        private final List<String> received = new ArrayList<>();
        private int room;

        Device(int room) {
            this.room = room;
        }

        @Override
        public DeviceAddress device() {
            return address;
        }

        @Override
        public Context loop() {
            return loop;
        }

        @Override
        public boolean offer(Buffer frame) {
            if (room == 0) {
                return false;
            }
            room--;
            send(frame);
            return true;
        }

        @Override
        public void send(Buffer frame) {
            try {
                Event event = Event.of((Frame.Happened) Frame.decode(frame.getBytes()))
                        .orElseThrow();
                received.add(
                        switch (event) {
                            case Event.Delivered delivered ->
                                Long.toString(delivered.record().header().sequence());
                            case Event.FellBehind behind -> "behind";
                            default -> "other";
                        });
            } catch (DecodeException e) {
                throw new AssertionError(e);
            }
        }

        /** What it has received, once everything that was handed to its event loop is done. */
        List<String> received() {
            CompletableFuture<List<String>> done = new CompletableFuture<>();
            loop.runOnContext(ignored -> done.complete(List.copyOf(received)));
            return done.join();
        }

        void start(Deliveries.Following following, long sequence) {
            loop.runOnContext(ignored -> following.start(sequence));
        }
    }

    private void publish(long... sequences) {
        for (long sequence : sequences) {
            Envelope envelope = new Envelope(ByteString.utf8("message " + sequence));
            RecordHeader header =
                    new RecordHeader(sequence, 1, RecordKind.APPLICATION, RoomEpoch.NONE, envelope.hash(CRYPTO));
            deliveries.publish(new Committed(
                    LANE, new LaneRecord(header, Optional.of(envelope)), new Position(1, sequence, LaneHead.NONE)));
        }
    }

    @Test
    void whatIsPublishedBeforeTheStartIsKept() {
        Device device = new Device(100);
        Deliveries.Following following = deliveries.follow(LANE, device);
        publish(4, 5, 6);
        device.start(following, 4);
        publish(7);
        assertEquals(List.of("5", "6", "7"), device.received());
    }

    @Test
    void aRepeatIsNotSentAgain() {
        Device device = new Device(100);
        device.start(deliveries.follow(LANE, device), 4);
        publish(5, 5, 6, 5, 6, 7);
        assertEquals(List.of("5", "6", "7"), device.received());
    }

    @Test
    void aMissingRecordEndsFollowing() {
        Device device = new Device(100);
        device.start(deliveries.follow(LANE, device), 4);
        publish(5, 7, 8);
        assertEquals(List.of("5", "behind"), device.received());
    }

    @Test
    void aSlowDeviceFallsBehindAndNobodyWaitsForIt() {
        Device slow = new Device(2);
        Device fast = new Device(100);
        slow.start(deliveries.follow(LANE, slow), 0);
        fast.start(deliveries.follow(LANE, fast), 0);
        publish(1, 2, 3, 4);
        assertEquals(List.of("1", "2", "behind"), slow.received());
        assertEquals(List.of("1", "2", "3", "4"), fast.received());
    }

    @Test
    void whoIsNoLongerInTheRoomGetsWhatWasBeforeAndNothingMore() {
        Device gone = new Device(100);
        Device stays = new Device(100);
        gone.start(deliveries.follow(LANE, gone), 0);
        stays.start(deliveries.follow(LANE, stays), 0);
        publish(1);
        deliveries.retain(LANE, Set.of(stays.device()));
        publish(2);
        assertEquals(List.of("1"), gone.received());
        assertEquals(List.of("1", "2"), stays.received());
    }

    @Test
    void aFollowerThatNeverStartsKeepsABoundedNumber() {
        Device device = new Device(100);
        Deliveries.Following following = deliveries.follow(LANE, device);
        for (long i = 1; i <= Follower.MAX_EARLY + 1; i++) {
            publish(i);
        }
        device.start(following, 0);
        assertEquals(List.of("behind"), device.received());
    }

    @Test
    void nothingIsLeftOfThoseWhoWent() {
        Device device = new Device(100);
        Deliveries.Following following = deliveries.follow(LANE, device);
        device.loop().runOnContext(ignored -> following.end());
        assertEquals(List.of(), device.received());
        assertEquals(0, deliveries.followedLanes());
    }
}
