package chat.paloma.core.room.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The set in pages is a set, as the one of Java is: whatever is added, removed and asked for, across many steps. */
class KeySetPropertyTest {
    /** Keys of several lengths with common beginnings, and all ones among them. */
    private static ByteString key(Random random, int range) {
        TlsWriter out = new TlsWriter().writeUint16(random.nextInt(8) == 0 ? 0xffff : random.nextInt(3));
        for (int i = random.nextInt(3); i > 0; i--) {
            out.writeUint8(random.nextInt(4) == 0 ? 0xff : random.nextInt(range));
        }
        return out.toByteString();
    }

    private static List<ByteString> page(NavigableSet<ByteString> from, int limit) {
        return from.stream().limit(limit).toList();
    }

    @Property(tries = 60)
    void doesWhatASetDoes(@ForAll long seed) {
        Random random = new Random(seed);
        MemoryRoomStore store = new MemoryRoomStore();
        NavigableSet<ByteString> model = new TreeSet<>();
        int range = 4 + random.nextInt(60);
        for (int step = 0; step < 25; step++) {
            StoreChanges changes = new StoreChanges(store);
            boolean shrinking = step % 5 == 4;
            for (int i = 0; i < 80; i++) {
                ByteString key = key(random, range);
                if (random.nextInt(10) < (shrinking ? 9 : 3)) {
                    assertEquals(model.remove(key), changes.keys().remove(key));
                } else {
                    assertEquals(model.add(key), changes.keys().add(key));
                }
            }
            assertLooksLike(model, changes.keys(), random, range);
            store.write(changes.writes());
            assertLooksLike(model, new StoreChanges(store).keys(), random, range);
        }
        StoreChanges last = new StoreChanges(store);
        model.forEach(key -> assertTrue(last.keys().remove(key)));
        store.write(last.writes());
        assertEquals(1, store.size(), "pages are left over");
    }

    private static void assertLooksLike(NavigableSet<ByteString> model, KeySet keys, Random random, int range) {
        assertEquals(List.copyOf(model), keys.range(ByteString.EMPTY, KeyRange.END, Integer.MAX_VALUE));
        for (int i = 0; i < 10; i++) {
            ByteString from = key(random, range);
            ByteString to = key(random, range);
            int limit = 1 + random.nextInt(70);
            assertEquals(model.contains(from), keys.contains(from));
            assertEquals(model.headSet(from, false).size(), keys.rank(from));
            assertEquals(java.util.Optional.ofNullable(model.ceiling(from)), keys.firstFrom(from));
            NavigableSet<ByteString> part =
                    from.compareTo(to) > 0 ? new TreeSet<>() : model.subSet(from, true, to, false);
            assertEquals(page(part, limit), keys.range(from, to, limit));
            assertEquals(page(part.descendingSet(), limit), keys.rangeDescending(from, to, limit));
            assertStartsLike(model, keys, from);
        }
    }

    private static void assertStartsLike(NavigableSet<ByteString> model, KeySet keys, ByteString prefix) {
        List<ByteString> expected = model.stream()
                .filter(key -> key.length() >= prefix.length()
                        && key.slice(0, prefix.length()).equals(prefix))
                .toList();
        assertEquals(expected, keys.startingWith(prefix, Integer.MAX_VALUE));
        assertEquals(expected.size(), keys.count(prefix));
        assertEquals(new ArrayList<>(expected).reversed().stream().findFirst(), keys.last(prefix));
    }
}
