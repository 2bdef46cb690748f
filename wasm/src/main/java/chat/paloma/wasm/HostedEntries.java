package chat.paloma.wasm;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.engine.state.DamagedStateException;
import chat.paloma.core.engine.state.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.typedarrays.Int8Array;

/** The entries of an {@link EntryStore} for an engine. */
final class HostedEntries implements StateReader {
    private final EntryStore store;

    HostedEntries(EntryStore store) {
        this.store = store;
    }

    @Override
    public Optional<ByteString> get(ByteString key) {
        @Nullable Int8Array value = store.get(array(key));
        return value == null ? Optional.empty() : Optional.of(ByteString.adopt(value.copyToJavaArray()));
    }

    @Override
    public boolean isAtHand(ByteString key) {
        return store.isAtHand(array(key));
    }

    @Override
    public List<Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst) {
        TlsReader in = new TlsReader(
                store.range(array(from), array(to), limit, newestFirst).copyToJavaArray());
        List<Entry> out = new ArrayList<>();
        try {
            while (in.remaining() > 0) {
                out.add(new Entry(ByteString.decode(in, Integer.MAX_VALUE), ByteString.decode(in, Integer.MAX_VALUE)));
            }
        } catch (DecodeException e) {
            throw new DamagedStateException("the host gave no entries", e);
        }
        return out;
    }

    private static Int8Array array(ByteString bytes) {
        return Int8Array.copyFromJavaArray(bytes.toByteArray());
    }
}
