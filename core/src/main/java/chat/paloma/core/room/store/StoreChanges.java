package chat.paloma.core.room.store;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A view of a store with changes on top that nobody else sees until they are stored: what is read is kept decoded, and
 * what changed is encoded once, at the end. Single-threaded, for one step or one look.
 */
public final class StoreChanges {
    /** So many values that were only read are kept decoded, so that a long look needs bounded memory. */
    private static final int MAX_READ = 4096;

    private static final int ROOT = 0;
    private static final int PAGE = 1;
    private static final ByteString ROOT_KEY = new TlsWriter().writeUint8(ROOT).toByteString();

    private final RoomStore store;
    private final Map<ByteString, Optional<? extends TlsEncodable>> values = new HashMap<>();
    private final Set<ByteString> changed = new LinkedHashSet<>();
    private final KeySet keys = new KeySet(this);
    private final Map<Long, KeyPage> pages = new HashMap<>();
    private final Set<Long> changedPages = new LinkedHashSet<>();
    private final Root rootAtFirst;
    private Root root;

    /**
     * Where the set of keys begins.
     *
     * @param page its first page, 0 when it is empty
     * @param nextPage the number of the next page
     */
    private record Root(long page, long nextPage) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(page).writeUint64(nextPage);
        }

        static Root decode(TlsReader in) throws DecodeException {
            return new Root(in.readUint64(), in.readUint64());
        }
    }

    public StoreChanges(RoomStore store) {
        this.store = store;
        this.root = read(ROOT_KEY, Root::decode).orElse(new Root(0, 1));
        this.rootAtFirst = root;
    }

    /** The ordered set of keys that the store holds. */
    public KeySet keys() {
        return keys;
    }

    /** The value under a key. Keys below 16 in their first byte are this layer's own. */
    @SuppressWarnings("unchecked") // A key has values of one type, as its first byte says.
    public <T extends TlsEncodable> Optional<T> get(ByteString key, Decoder<T> decoder) {
        Optional<? extends TlsEncodable> known = values.get(key);
        if (known == null) {
            known = read(key, decoder);
            if (values.size() >= MAX_READ + changed.size()) {
                values.keySet().retainAll(changed);
            }
            values.put(key, known);
        }
        return (Optional<T>) known;
    }

    private <T> Optional<T> read(ByteString key, Decoder<T> decoder) {
        Optional<ByteString> stored = store.get(key);
        try {
            return stored.isEmpty()
                    ? Optional.empty()
                    : Optional.of(decoder.decodeAll(stored.get().toByteArray()));
        } catch (DecodeException | IllegalArgumentException e) {
            throw new DamagedStoreException("the value under " + key + " is damaged: " + e.getMessage());
        }
    }

    public void put(ByteString key, TlsEncodable value) {
        values.put(key, Optional.of(value));
        changed.add(key);
    }

    public void remove(ByteString key) {
        values.put(key, Optional.empty());
        changed.add(key);
    }

    /** Whether there is anything to store. */
    public boolean isChanged() {
        return !changed.isEmpty() || !changedPages.isEmpty() || !root.equals(rootAtFirst);
    }

    /** Everything that changed, each key once. */
    public List<StoreWrite> writes() {
        Map<ByteString, StoreWrite> writes = new LinkedHashMap<>();
        for (ByteString key : changed) {
            Optional<? extends TlsEncodable> value = values.getOrDefault(key, Optional.empty());
            writes.put(key, new StoreWrite(key, value.map(StoreChanges::encoded)));
        }
        for (long number : changedPages) {
            Optional<KeyPage> page = Optional.ofNullable(pages.get(number));
            writes.put(pageKey(number), new StoreWrite(pageKey(number), page.map(StoreChanges::encoded)));
        }
        if (!root.equals(rootAtFirst)) {
            writes.put(ROOT_KEY, new StoreWrite(ROOT_KEY, Optional.of(encoded(root))));
        }
        return new ArrayList<>(writes.values());
    }

    private static ByteString encoded(TlsEncodable value) {
        return ByteString.adopt(value.encoded());
    }

    private static ByteString pageKey(long number) {
        return new TlsWriter(9).writeUint8(PAGE).writeUint64(number).toByteString();
    }

    long root() {
        return root.page();
    }

    void setRoot(long page) {
        root = new Root(page, root.nextPage());
    }

    KeyPage page(long number) {
        KeyPage page = pages.get(number);
        if (page == null) {
            page = read(pageKey(number), KeyPage::decode)
                    .orElseThrow(() -> new DamagedStoreException("page " + number + " is missing"));
            if (pages.size() >= MAX_READ + changedPages.size()) {
                pages.keySet().retainAll(changedPages);
            }
            pages.put(number, page);
        }
        return page;
    }

    KeyPage changePage(long number) {
        changedPages.add(number);
        return page(number);
    }

    long newPage(KeyPage page) {
        long number = root.nextPage();
        root = new Root(root.page(), number + 1);
        pages.put(number, page);
        changedPages.add(number);
        return number;
    }

    void removePage(long number) {
        pages.remove(number);
        changedPages.add(number);
    }
}
