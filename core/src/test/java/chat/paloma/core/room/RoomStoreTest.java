package chat.paloma.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.room.History.Entry;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.store.MemoryRoomStore;
import chat.paloma.core.room.store.NotLoadedException;
import chat.paloma.core.room.store.RoomStore;
import chat.paloma.core.room.store.StoreWrite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a room asks of whoever stores it: little, whatever its size, and nothing that has to be there at once. */
class RoomStoreTest {
    private static final long NOW = 1_800_000_000_000L;

    /** A store that must be told to load a value before it has it, as one over IndexedDB. */
    private static final class SlowStore implements RoomStore {
        private final MemoryRoomStore stored;
        private final Set<ByteString> loaded = new HashSet<>();

        SlowStore(MemoryRoomStore stored) {
            this.stored = stored;
        }

        @Override
        public Optional<ByteString> get(ByteString key) {
            if (!loaded.contains(key)) {
                throw new NotLoadedException(key);
            }
            return stored.get(key);
        }

        /** Asks again, with what was missing loaded, until there is an answer. */
        <T> T await(Supplier<T> question) {
            loaded.clear();
            while (true) {
                try {
                    return question.get();
                } catch (NotLoadedException missing) {
                    assertTrue(loaded.add(missing.key()));
                }
            }
        }
    }

    @Test
    void aStoreThatAnswersLaterGivesTheSameRoom() {
        List<Entry> history = History.of(5, 60, CrdtType.EVERYTHING.kinds);
        Replica expected = Replica.of(history, 5, MergeRules.DEFAULT);
        MemoryRoomStore stored = new MemoryRoomStore();
        SlowStore slow = new SlowStore(stored);
        Room room = new Room(History.CRYPTO, History.ROOM, slow, RoomLimits.DEFAULT);
        for (RoomInput input : Replica.shuffled(history, 6)) {
            stored.write(slow.await(() -> room.apply(input)).writes());
        }
        assertEquals(RoomPrint.of(expected.view()), slow.await(() -> RoomPrint.of(room.view())));
    }

    @Test
    void valuesAndKeysKeepTheirBounds() {
        MemoryRoomStore store = new MemoryRoomStore();
        Room room = new Room(History.CRYPTO, History.ROOM, store, RoomLimits.DEFAULT);
        for (RoomInput input : Replica.shuffled(History.of(7, 400, CrdtType.EVERYTHING.kinds), 7)) {
            List<StoreWrite> writes = room.apply(input).writes();
            writes.forEach(write -> {
                assertTrue(write.key().length() <= RoomStore.MAX_KEY);
                assertTrue(write.value().map(ByteString::length).orElse(0) <= RoomStore.MAX_VALUE);
            });
            store.write(writes);
        }
    }

    /** A step in a room of thousands reads and writes few values, also when it is about the first message of all. */
    @Test
    void aStepTouchesFewValuesWhateverTheSizeOfTheRoom() {
        MemoryRoomStore store = new MemoryRoomStore();
        Room room = new Room(History.CRYPTO, History.ROOM, store, RoomLimits.DEFAULT);
        List<RoomInput> inputs = new ArrayList<>();
        Optional<Operation> previous = Optional.empty();
        List<OperationId> made = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Operation operation = new Operation(
                    History.ROOM,
                    History.device(1, 1),
                    1,
                    i + 1L,
                    previous.map(before -> made.getLast()),
                    Content.Message.of("message"),
                    List.of(),
                    HybridTime.ofMillis(NOW + i),
                    List.of());
            made.add(operation.id(History.CRYPTO));
            previous = Optional.of(operation);
            inputs.add(new RoomInput.Accepted(operation, NOW + i, new Attestation.Verified(ByteString.EMPTY)));
        }
        for (int from = 0; from < inputs.size(); from += 1_000) {
            store.write(room.apply(inputs.subList(from, from + 1_000)).writes());
        }
        assertEquals(20_000, room.view().operationCount());
        Set<ByteString> read = new HashSet<>();
        Room counted = new Room(
                History.CRYPTO,
                History.ROOM,
                key -> {
                    read.add(key);
                    return store.get(key);
                },
                RoomLimits.DEFAULT);
        Operation reaction = counted.composer(History.device(2, 2), 1)
                .next(new Content.React(made.getFirst(), "+1"), NOW, List.of());
        RoomStep step =
                counted.apply(new RoomInput.Accepted(reaction, NOW, new Attestation.Verified(ByteString.EMPTY)));
        assertTrue(read.size() <= 32, read.size() + " values were read");
        assertTrue(step.writes().size() <= 24, step.writes().size() + " values were written");
        read.clear();
        counted.view()
                .before(
                        new Listing.Timeline(),
                        counted.view().item(made.getFirst()).orElseThrow().order(),
                        20);
        assertTrue(read.size() <= 16, read.size() + " values were read");
    }
}
