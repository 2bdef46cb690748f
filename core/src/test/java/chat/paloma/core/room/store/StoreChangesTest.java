package chat.paloma.core.room.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoreChangesTest {
    private static ByteString key(int number) {
        return new TlsWriter().writeUint8(7).writeUint32(number).toByteString();
    }

    private static ByteString value(int number) {
        return new TlsWriter().writeUint32(number).toByteString();
    }

    private static Optional<ByteString> read(StoreChanges changes, int number) {
        return changes.get(key(number), in -> ByteString.decode(in, 10));
    }

    @Test
    void nothingIsStoredBeforeTheEnd() {
        MemoryRoomStore store = new MemoryRoomStore();
        StoreChanges changes = new StoreChanges(store);
        changes.put(key(1), value(1));
        changes.keys().add(key(1));
        assertEquals(Optional.of(value(1)), read(changes, 1));
        assertEquals(0, store.size());
        store.write(changes.writes());
        assertEquals(Optional.of(value(1)), read(new StoreChanges(store), 1));
        assertTrue(new StoreChanges(store).keys().contains(key(1)));
    }

    @Test
    void aLookChangesNothing() {
        MemoryRoomStore store = new MemoryRoomStore();
        StoreChanges changes = new StoreChanges(store);
        changes.keys().add(key(1));
        assertTrue(changes.isChanged());
        store.write(changes.writes());
        StoreChanges look = new StoreChanges(store);
        assertFalse(look.keys().add(key(1)));
        assertFalse(look.keys().remove(key(2)));
        assertFalse(look.isChanged());
        assertEquals(List.of(), look.writes());
    }

    @Test
    void aRemovedValueIsGone() {
        MemoryRoomStore store = new MemoryRoomStore();
        StoreChanges changes = new StoreChanges(store);
        changes.put(key(1), value(1));
        store.write(changes.writes());
        changes = new StoreChanges(store);
        changes.remove(key(1));
        assertEquals(Optional.empty(), read(changes, 1));
        store.write(changes.writes());
        assertEquals(0, store.size());
    }

    @Test
    void aLongLookForgetsWhatItOnlyRead() {
        MemoryRoomStore store = new MemoryRoomStore();
        StoreChanges changes = new StoreChanges(store);
        int count = 10_000;
        for (int i = 0; i < count; i++) {
            changes.put(key(i), value(i));
        }
        store.write(changes.writes());
        int[] reads = {0};
        StoreChanges look = new StoreChanges(key -> {
            reads[0]++;
            return store.get(key);
        });
        look.put(key(count), value(count));
        for (int i = 0; i < count; i++) {
            assertEquals(Optional.of(value(i)), read(look, i));
        }
        int before = reads[0];
        assertEquals(Optional.of(value(0)), read(look, 0));
        assertEquals(before + 1, reads[0], "it was kept");
        assertEquals(Optional.of(value(count)), read(look, count), "a change was forgotten");
    }

    /** However large the set is, a key is found in few pages: what makes a room with millions of operations work. */
    @Test
    void aKeyIsFoundInFewPages() {
        MemoryRoomStore store = new MemoryRoomStore();
        StoreChanges changes = new StoreChanges(store);
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            changes.keys().add(key(i));
        }
        store.write(changes.writes());
        Set<ByteString> read = new HashSet<>();
        StoreChanges look = new StoreChanges(key -> {
            read.add(key);
            return store.get(key);
        });
        assertTrue(look.keys().contains(key(77_777)));
        assertEquals(77_777, look.keys().rank(key(77_777)));
        assertTrue(read.size() <= 5, read.size() + " values were read");
    }

    @Test
    void damagedValuesAreNamed() {
        MemoryRoomStore store = new MemoryRoomStore();
        StoreChanges changes = new StoreChanges(store);
        changes.keys().add(key(1));
        store.write(changes.writes());
        RoomStore damaged = key -> store.get(key).map(value -> value.slice(0, value.length() - 1));
        assertThrows(DamagedStoreException.class, () -> new StoreChanges(damaged));
        RoomStore lost = key -> key.length() == 1 ? store.get(key) : Optional.empty();
        StoreChanges look = new StoreChanges(lost);
        assertThrows(DamagedStoreException.class, () -> look.keys().contains(key(1)));
    }

    @Test
    void keysHaveABoundedLength() {
        StoreChanges changes = new StoreChanges(new MemoryRoomStore());
        assertThrows(IllegalArgumentException.class, () -> changes.keys().add(ByteString.EMPTY));
        ByteString longest = ByteString.adopt(new byte[KeySet.MAX_KEY]);
        assertTrue(changes.keys().add(longest));
        ByteString longer = ByteString.adopt(new byte[KeySet.MAX_KEY + 1]);
        assertThrows(IllegalArgumentException.class, () -> changes.keys().add(longer));
    }
}
