package chat.paloma.node.lane;

import static chat.paloma.node.TestStore.CRYPTO;
import static chat.paloma.node.TestStore.RANDOM;
import static chat.paloma.node.TestStore.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneException;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.TestStore;
import chat.paloma.node.account.ServerIdentity;
import chat.paloma.node.bus.Committed;
import chat.paloma.node.bus.LocalBus;
import chat.paloma.node.store.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.Update;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanesTest {
    private static final LaneId LANE = new LaneId.Room(RoomId.random(RANDOM), RegionId.ONLY);

    @TempDir
    private Path folder;

    private TestStore store;
    private long device;

    @BeforeEach
    void open() {
        store = new TestStore(folder);
        device = store.person("alice").caller().key();
        Database.await(store.database.write(transaction -> {
            store.lanes.create(transaction, LANE, RoomEpoch.NONE);
            return true;
        }));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Envelope envelope(long number) {
        return new Envelope(ByteString.utf8("message " + number));
    }

    private Committed append(Lanes lanes, long number) {
        return Database.await(store.database.write(transaction -> {
            Envelope envelope = envelope(number);
            return lanes.appendOnce(
                    transaction,
                    new MessageNumber(device, number),
                    LANE,
                    envelope,
                    () -> lanes.append(transaction, LANE, new Entry(RecordKind.APPLICATION, RoomEpoch.NONE, envelope)));
        }));
    }

    private Lanes nextIncarnation() {
        ServerIdentity next = ServerIdentity.openNextIncarnation(store.database, CRYPTO);
        return new Lanes(store.database, CRYPTO, next.server(), store.clock, new LocalBus());
    }

    @Test
    void recordsAreDenseChainedAndPublishedInOrder() throws Exception {
        List<Long> published = new ArrayList<>();
        store.bus.listen(committed -> published.add(committed.position().sequence()));
        for (int i = 1; i <= 50; i++) {
            assertEquals(i, append(store.lanes, i).position().sequence());
        }
        assertEquals(50, published.size());
        var range = store.lanes.range(LANE, 0, 1000, 1 << 20);
        assertEquals(
                store.lanes.end(LANE).orElseThrow(),
                verify(store.lanes.starts(LANE).getFirst(), range.records()));
        assertEquals(range.after(), range.end());
    }

    /** What a client does with records, with the code of clients. */
    private static Position verify(LaneStart start, List<LaneRecord> records) throws Exception {
        LaneChain chain = LaneChain.from(CRYPTO, start);
        for (LaneRecord record : records) {
            chain = chain.follow(CRYPTO, record);
        }
        return chain.position();
    }

    @Test
    void aMessageSentAgainKeepsItsPlace() {
        Committed first = append(store.lanes, 1);
        append(store.lanes, 2);
        assertEquals(first.position(), append(store.lanes, 1).position());
        assertEquals(2, store.lanes.end(LANE).orElseThrow().sequence());
        assertEquals(3L, store.database.<Long>read(handle -> store.lanes.nextMessage(handle, device)));
        assertRefused(
                FailureCode.MESSAGE_NUMBER_REUSED,
                () -> Database.await(store.database.write(transaction ->
                        store.lanes.findRepeat(transaction, new MessageNumber(device, 1), LANE, envelope(9)))));
        append(store.lanes, MessageWindow.SIZE + 2L);
        assertRefused(FailureCode.MESSAGE_NUMBER_TOO_OLD, () -> append(store.lanes, 1));
        assertRefused(FailureCode.MALFORMED_REQUEST, () -> append(store.lanes, 0));
    }

    @Test
    void aNewIncarnationGoesOnFromTheOldOne() throws Exception {
        append(store.lanes, 1);
        Position before = append(store.lanes, 2).position();
        Lanes second = nextIncarnation();
        Position after = append(second, 3).position();
        assertEquals(2, after.incarnation());
        assertEquals(3, after.sequence());
        List<LaneStart> starts = second.starts(LANE);
        assertEquals(2, starts.size());
        assertEquals(starts.getFirst().next(before), starts.getLast());
        assertEquals(
                before,
                verify(starts.getFirst(), second.range(LANE, 0, 1000, 1 << 20).records()));
        assertEquals(
                after,
                verify(starts.getLast(), second.range(LANE, 2, 1000, 1 << 20).records()));
        for (Position known : List.of(before, after)) {
            assertTrue(store.database.<Boolean>read(handle -> second.had(handle, LANE, known)));
        }
        assertEquals(before, append(second, 2).position());
    }

    /** A device that knows more than the backup had must see it, before anybody writes again. */
    @Test
    void everyLaneShowsThatAnIncarnationBegan() throws Exception {
        Position before = append(store.lanes, 1).position();
        nextIncarnation();
        Lanes third = nextIncarnation();
        List<LaneStart> starts = third.starts(LANE);
        assertEquals(3, starts.size());
        LaneChain chain = new LaneChain(LANE, before, 0);
        for (LaneStart start : starts.subList(1, 3)) {
            chain = chain.begin(CRYPTO, start);
        }
        assertEquals(third.end(LANE).orElseThrow(), chain.position());
        LaneChain further =
                new LaneChain(LANE, new Position(1, 2, new LaneHead(ByteString.copyOf(new byte[LaneHead.LENGTH]))), 0);
        assertEquals(
                LaneException.Reason.START_DIFFERS,
                assertThrows(LaneException.class, () -> further.begin(CRYPTO, starts.get(1)))
                        .reason());
    }

    /** What devices know of a lane that was lost is not mistaken for what comes now. */
    @Test
    void aLaneThatWasLostBeginsInTheIncarnationOfTheServer() throws Exception {
        nextIncarnation();
        Lanes third = nextIncarnation();
        LaneId lost = new LaneId.Room(new RoomId(ByteString.copyOf(new byte[RoomId.LENGTH])), RegionId.ONLY);
        RoomEpoch epoch = new RoomEpoch(1, 0);
        Committed first = Database.await(store.database.write(transaction -> {
            third.createAgain(transaction, lost, epoch);
            return third.append(transaction, lost, new Entry(RecordKind.ROOM_OPENED, epoch, envelope(1)));
        }));
        assertEquals(3, first.position().incarnation());
        assertEquals(1, first.position().sequence());
        List<LaneStart> starts = third.starts(lost);
        LaneChain chain = LaneChain.from(CRYPTO, starts.getFirst());
        for (LaneStart start : starts.subList(1, 3)) {
            assertEquals(0, start.sequence());
            chain = chain.begin(CRYPTO, start);
        }
        assertEquals(
                first.position(),
                verify(starts.getLast(), third.range(lost, 0, 1000, 1 << 20).records()));
    }

    @Test
    void rangesKeepToTheirBounds() {
        for (int i = 1; i <= 20; i++) {
            append(store.lanes, i);
        }
        assertEquals(5, store.lanes.range(LANE, 3, 5, 1 << 20).records().size());
        assertEquals(1, store.lanes.range(LANE, 0, 1000, 0).records().size());
        assertEquals(2, store.lanes.range(LANE, 0, 1000, 20).records().size());
        assertEquals(0, store.lanes.range(LANE, 20, 1000, 1 << 20).records().size());
        assertRefused(FailureCode.POSITION_UNKNOWN, () -> store.lanes.range(LANE, 21, 1, 1));
        LaneId nowhere = new LaneId.Room(RoomId.random(RANDOM), RegionId.ONLY);
        assertRefused(FailureCode.NOT_FOUND, () -> store.lanes.range(nowhere, 0, 1, 1));
    }

    /** What the store gives back is never shown when it is not what was chained. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "envelope = :bytes WHERE sequence = 3",
                "accept_time = accept_time + 1 WHERE sequence = 4",
                "kind = 2 WHERE sequence = 1",
                "epoch = 1 WHERE sequence = 6",
                "envelope_hash = :bytes WHERE sequence = 2",
                "head = :bytes WHERE sequence = 5",
                "sequence = 100 WHERE sequence = 2"
            })
    void refusesRecordsThatWereChanged(String change) {
        for (int i = 1; i <= 6; i++) {
            append(store.lanes, i);
        }
        Database.await(store.database.write(transaction -> {
            Update update = transaction.handle().createUpdate("UPDATE record SET " + change);
            return (change.contains(":bytes") ? update.bind("bytes", new byte[32]) : update).execute();
        }));
        assertRefused(FailureCode.RECORD_DAMAGED, () -> store.lanes.range(LANE, 0, 1000, 1 << 20));
    }
}
