package chat.paloma.client.arrival;

import chat.paloma.client.host.HostListener;
import chat.paloma.client.host.ProfileStorage;
import chat.paloma.client.host.StorageException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.core.engine.state.StateReader.Entry;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A queue of what came in, stored in the batch that takes a message in: whoever reads it, in this process or a later one,
 * gets every message at least once. It keeps the newest {@link #MOST}. For the engine's thread alone.
 */
public final class Arrivals {
    /** How many are kept. */
    public static final long MOST = 100_000;

    private static final int ARRIVALS = 3;

    private long next;

    /** Goes on where the queue of a profile ends. */
    public Arrivals(ProfileStorage storage) {
        List<Entry> last = storage.range(key(0), key(Long.MAX_VALUE), 1, true);
        this.next = last.isEmpty() ? 1 : number(last.getFirst()) + 1;
    }

    private static ByteString key(long number) {
        return new TlsWriter()
                .writeUint8(HostListener.OWN_KEYS)
                .writeUint8(ARRIVALS)
                .writeUint64(number)
                .toByteString();
    }

    private static long number(Entry entry) {
        return ByteBuffer.wrap(entry.key().toByteArray(), 2, Long.BYTES).getLong();
    }

    /** What to store with a step that has these events. */
    public List<StateChange> of(List<EngineEvent> events) {
        List<StateChange> changes = new ArrayList<>();
        for (EngineEvent event : events) {
            if (event instanceof EngineEvent.MessageArrived arrived) {
                ByteString value = new TlsWriter()
                        .write(arrived.room())
                        .writeBytes(arrived.entry().bytes().toByteArray())
                        .writeUint8(arrived.mentionsMe() ? 1 : 0)
                        .toByteString();
                changes.add(new StateChange(key(next), Optional.of(value)));
                if (next > MOST) {
                    changes.add(new StateChange(key(next - MOST), Optional.empty()));
                }
                next++;
            }
        }
        return changes;
    }

    /** The oldest that nobody has forgotten. */
    public static List<Arrival> waiting(ProfileStorage storage, int limit) {
        return storage.range(key(0), key(Long.MAX_VALUE), limit, false).stream()
                .map(Arrivals::read)
                .toList();
    }

    private static Arrival read(Entry entry) {
        try {
            TlsReader in = new TlsReader(entry.value().toByteArray());
            return new Arrival(number(entry), RoomId.decode(in), OperationId.decode(in), in.readUint8() == 1);
        } catch (DecodeException e) {
            throw new StorageException("the profile is damaged: " + e.getMessage(), e);
        }
    }

    /** Forgets arrivals that were given to somebody. */
    public static void forget(ProfileStorage storage, List<Arrival> given) {
        storage.store(given.stream()
                .map(each -> new StateChange(key(each.number()), Optional.empty()))
                .toList());
    }
}
