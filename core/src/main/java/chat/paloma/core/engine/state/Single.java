package chat.paloma.core.engine.state;

import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import java.util.Optional;

/** A value of which there is one. */
public final class Single<V extends TlsEncodable> {
    private static final TlsEncodable NOTHING = out -> {};

    private final Table<TlsEncodable, V> table;
    private final TlsEncodable key;

    /**
     * A view of the state.
     *
     * @param number of the table
     * @param field from 0 to 255, its place in the table
     */
    public Single(EngineState state, int number, int field, Decoder<V> values) {
        this.table = new Table<>(state, number, in -> NOTHING, values);
        this.key = out -> out.writeUint8(field);
    }

    public Optional<V> get() {
        return table.get(key);
    }

    public void set(V value) {
        table.put(key, value);
    }

    public void clear() {
        table.remove(key);
    }
}
