package chat.paloma.node.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever way records come, the feed hands on each once and in order. */
class RecordFeedTest {
    private static final int RECORDS = 2_000;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Store store = new Store();
    private final BlockingQueue<Long> handed = new LinkedBlockingQueue<>();

    /** Records in memory. */
    private static final class Store implements RecordStore {
        final ConcurrentSkipListMap<Long, Numbered> records = new ConcurrentSkipListMap<>();
        volatile boolean away;
        final AtomicInteger reads = new AtomicInteger();

        void commit(long number) {
            records.put(number, record(number));
        }

        @Override
        public long lastNumber() {
            return records.isEmpty() ? 0 : records.lastKey();
        }

        @Override
        public List<Numbered> after(long number, int most) {
            reads.incrementAndGet();
            if (away) {
                throw new StoreException(Reason.NOT_REACHED, "away");
            }
            return records.tailMap(number, false).values().stream().limit(most).toList();
        }
    }

    private static Numbered record(long number) {
        RecordHeader header = new RecordHeader(
                number,
                0,
                RecordKind.APPLICATION,
                new RoomEpoch(0, 0),
                new EnvelopeHash(ByteString.adopt(new byte[EnvelopeHash.LENGTH])));
        return new Numbered(
                number,
                new Committed(
                        new LaneId.Room(new RoomId(ByteString.adopt(new byte[RoomId.LENGTH])), RegionId.ONLY),
                        new LaneRecord(header, Optional.empty()),
                        new Position(1, number, LaneHead.NONE)));
    }

    private RecordFeed feed(Duration patience) {
        RecordFeed feed = new RecordFeed(store, patience);
        feed.listen(committed -> handed.add(committed.position().sequence()));
        feed.start();
        return feed;
    }

    private void assertHanded(long from, long to) throws InterruptedException {
        for (long number : LongStream.rangeClosed(from, to).toArray()) {
            assertEquals(number, handed.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void putsInOrderWhatComesInAnyOrderAndMoreThanOnce() throws Exception {
        List<Long> numbers =
                new ArrayList<>(LongStream.rangeClosed(1, RECORDS).boxed().toList());
        numbers.addAll(LongStream.rangeClosed(1, RECORDS).boxed().toList());
        Collections.shuffle(numbers, new Random(7));
        try (RecordFeed feed = feed(LONG)) {
            numbers.forEach(number -> feed.offer(record(number)));
            assertHanded(1, RECORDS);
        }
        assertTrue(handed.isEmpty());
        assertEquals(0, store.reads.get());
    }

    @Test
    void readsWhatDoesNotCome() throws Exception {
        Random random = new Random(8);
        try (RecordFeed feed = feed(Duration.ofMillis(1))) {
            for (long number = 1; number <= RECORDS; number++) {
                store.commit(number);
                switch (random.nextInt(3)) {
                    case 0 -> feed.offer(record(number));
                    case 1 -> feed.announce(number);
                    default -> {}
                }
            }
            feed.announce(RECORDS);
            assertHanded(1, RECORDS);
        }
        assertTrue(handed.isEmpty());
    }

    @Test
    void beginsBehindWhatIsThere() throws Exception {
        LongStream.rangeClosed(1, 5).forEach(store::commit);
        try (RecordFeed feed = feed(Duration.ZERO)) {
            feed.offer(record(5));
            store.commit(6);
            feed.announce(6);
            assertHanded(6, 6);
        }
    }

    /** As when nothing that is announced arrives. */
    @Test
    void looksByItselfNowAndThen() throws Exception {
        try (RecordFeed feed = feed(Duration.ZERO)) {
            store.commit(1);
            assertHanded(1, 1);
            assertEquals(0, feed.waiting());
        }
    }

    @Test
    void goesOnWhenTheStoreIsBack() throws Exception {
        store.away = true;
        try (RecordFeed feed = feed(Duration.ZERO)) {
            store.commit(1);
            store.commit(2);
            feed.offer(record(2));
            while (store.reads.get() < 2) {
                Thread.sleep(5);
            }
            assertTrue(handed.isEmpty());
            store.away = false;
            assertHanded(1, 2);
        }
    }

    /** A number that is missing for good is passed over. */
    @Test
    void passesOverNumbersThatNobodyHas() throws Exception {
        try (RecordFeed feed = feed(Duration.ZERO)) {
            store.commit(3);
            feed.announce(3);
            assertHanded(3, 3);
            store.commit(4);
            feed.offer(record(4));
            assertHanded(4, 4);
        }
    }

    @Test
    void saysWhenTheBusIsLateAndWhenItKeepsUpAgain() throws Exception {
        try (RecordFeed feed = feed(Duration.ofMillis(1))) {
            store.commit(1);
            feed.announce(1);
            assertHanded(1, 1);
            assertTrue(feed.isLate());
            store.commit(2);
            feed.offerFromBus(record(2));
            assertHanded(2, 2);
            assertFalse(feed.isLate());
        }
    }
}
