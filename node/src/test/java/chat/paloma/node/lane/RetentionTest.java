package chat.paloma.node.lane;

import static chat.paloma.node.TestStore.CRYPTO;
import static chat.paloma.node.TestStore.RANDOM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.node.TestStore;
import chat.paloma.node.bus.LocalBus;
import chat.paloma.node.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final RoomId ROOM = RoomId.random(RANDOM);
    private static final LaneId LANE = new LaneId.Room(ROOM, RegionId.ONLY);

    @TempDir
    private Path folder;

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore(folder);
        Lanes old = lanesAt(START);
        Database.await(store.database.write(transaction -> {
            old.create(transaction, LANE, RoomEpoch.NONE);
            transaction
                    .handle()
                    .createUpdate("INSERT INTO room (room, lane_id, generation, epoch, retention_seconds, state,"
                            + " group_info, tree) VALUES (:room, :lane, 0, 0, 0, :byte, :byte, :byte)")
                    .bind("byte", new byte[1])
                    .bind("room", ROOM.bytes().toByteArray())
                    .bind("lane", old.key(transaction, LANE))
                    .execute();
            return true;
        }));
        append(old, RecordKind.APPLICATION, 600);
        append(old, RecordKind.COMMIT, 1);
        append(lanesAt(START.plus(Duration.ofDays(2))), RecordKind.APPLICATION, 1);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Lanes lanesAt(Instant now) {
        return new Lanes(store.database, CRYPTO, store.identity.server(), InstantSource.fixed(now), new LocalBus());
    }

    private void append(Lanes lanes, RecordKind kind, int times) {
        for (int i = 0; i < times; i++) {
            Envelope envelope = new Envelope(ByteString.utf8(kind.value() + " " + i));
            Database.await(store.database.write(
                    transaction -> lanes.append(transaction, LANE, new Entry(kind, RoomEpoch.NONE, envelope))));
        }
    }

    private int deletedAfter(Duration time, Optional<Duration> keep) {
        return new Retention(store.database, InstantSource.fixed(START.plus(time)), keep).run();
    }

    private void setRetention(int seconds) {
        Database.await(store.database.write(transaction -> transaction
                .handle()
                .createUpdate("UPDATE room SET retention_seconds = :seconds")
                .bind("seconds", seconds)
                .execute()));
    }

    @Test
    void nothingIsDeletedUnlessSomebodySaysSo() {
        assertEquals(0, deletedAfter(Duration.ofDays(10_000), Optional.empty()));
    }

    @Test
    void oldMessagesGoAndTheChainStays() throws Exception {
        assertEquals(0, deletedAfter(Duration.ofDays(1), Optional.of(Duration.ofDays(1))));
        assertEquals(600, deletedAfter(Duration.ofDays(2), Optional.of(Duration.ofDays(1))));
        List<LaneRecord> records = store.lanes.range(LANE, 0, 1000, 1 << 20).records();
        assertEquals(602, records.size());
        assertEquals(
                2,
                records.stream().filter(record -> record.envelope().isPresent()).count());
        LaneChain.from(CRYPTO, store.lanes.starts(LANE).getFirst())
                .follow(CRYPTO, records, store.lanes.end(LANE).orElseThrow().head());
        assertEquals(0, deletedAfter(Duration.ofDays(2), Optional.of(Duration.ofDays(1))));
    }

    @Test
    void aRoomDecidesForItself() {
        setRetention(60);
        assertEquals(600, deletedAfter(Duration.ofMinutes(2), Optional.of(Duration.ofDays(1))));
        assertEquals(1, deletedAfter(Duration.ofDays(3), Optional.empty()));
    }

    @Test
    void aRoomMayKeepLongerThanTheNode() {
        setRetention((int) Duration.ofDays(5).toSeconds());
        assertEquals(0, deletedAfter(Duration.ofDays(4), Optional.of(Duration.ofDays(1))));
    }
}
