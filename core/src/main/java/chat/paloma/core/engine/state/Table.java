package chat.paloma.core.engine.state;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Values of one type, by keys of fixed size. Every table of an engine has a number of its own.
 *
 * @param <K> the key; its encoding orders the entries
 * @param <V> the value
 */
public final class Table<K extends TlsEncodable, V extends TlsEncodable> {
    /** An entry, decoded. */
    public record Row<K, V>(K key, V value) {}

    private static final int PAGE = 256;

    private final EngineState state;
    private final int number;
    private final Decoder<K> keys;
    private final Decoder<V> values;

    /**
     * A view of the state.
     *
     * @param number from 1 to 254
     */
    public Table(EngineState state, int number, Decoder<K> keys, Decoder<V> values) {
        if (number < 1 || number > 254) {
            throw new IllegalArgumentException("table " + number);
        }
        this.state = state;
        this.number = number;
        this.keys = keys;
        this.values = values;
    }

    public Optional<V> get(K key) {
        return state.get(Keys.of(number, key)).map(this::value);
    }

    /** As {@link StateReader#isAtHand}. */
    public boolean isAtHand(K key) {
        return state.isAtHand(Keys.of(number, key));
    }

    public boolean contains(K key) {
        return state.get(Keys.of(number, key)).isPresent();
    }

    public void put(K key, V value) {
        state.put(Keys.of(number, key), ByteString.adopt(value.encoded()));
    }

    public void remove(K key) {
        state.remove(Keys.of(number, key));
    }

    /**
     * The first entries whose key begins with {@code prefix}.
     *
     * @param limit at least 1
     */
    public List<Row<K, V>> first(TlsEncodable prefix, int limit) {
        ByteString from = Keys.of(number, prefix);
        return rows(state.range(from, Keys.behind(from), limit, false));
    }

    /** The last entries whose key begins with {@code prefix}, the last one first. */
    public List<Row<K, V>> last(TlsEncodable prefix, int limit) {
        ByteString from = Keys.of(number, prefix);
        return rows(state.range(from, Keys.behind(from), limit, true));
    }

    /** The entries from this key on, as long as they begin with {@code prefix}. */
    public List<Row<K, V>> from(K first, TlsEncodable prefix, int limit) {
        return rows(state.range(Keys.of(number, first), Keys.behind(Keys.of(number, prefix)), limit, false));
    }

    /** The entries in front of this key, the nearest first, as long as they begin with {@code prefix}. */
    public List<Row<K, V>> before(K end, TlsEncodable prefix, int limit) {
        return rows(state.range(Keys.of(number, prefix), Keys.of(number, end), limit, true));
    }

    /** All entries whose key begins with {@code prefix}: for tables that are small. */
    public List<Row<K, V>> all(TlsEncodable prefix) {
        List<Row<K, V>> out = new ArrayList<>();
        ByteString from = Keys.of(number, prefix);
        ByteString to = Keys.behind(from);
        while (true) {
            List<StateReader.Entry> page = state.range(from, to, PAGE, false);
            out.addAll(rows(page));
            if (page.size() < PAGE) {
                return out;
            }
            byte[] last = page.getLast().key().toByteArray();
            from = ByteString.adopt(java.util.Arrays.copyOf(last, last.length + 1));
        }
    }

    /** All entries of the table. */
    public List<Row<K, V>> all() {
        return all(out -> {});
    }

    /** Removes the entries under a prefix that are no longer wanted. */
    public void removeIf(TlsEncodable prefix, Predicate<Row<K, V>> unwanted) {
        all(prefix).stream().filter(unwanted).forEach(row -> remove(row.key()));
    }

    private List<Row<K, V>> rows(List<StateReader.Entry> entries) {
        return entries.stream().map(this::row).toList();
    }

    private Row<K, V> row(StateReader.Entry entry) {
        return new Row<>(decode(keys, entry.key().slice(1, entry.key().length())), value(entry.value()));
    }

    private V value(ByteString bytes) {
        return decode(values, bytes);
    }

    private <T> T decode(Decoder<T> decoder, ByteString bytes) {
        try {
            return decoder.decodeAll(bytes.toByteArray());
        } catch (DecodeException e) {
            throw new DamagedStateException("table " + number + ": " + e.getMessage(), e);
        }
    }
}
