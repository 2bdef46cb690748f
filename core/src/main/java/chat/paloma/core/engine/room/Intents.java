package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The changes of rooms that wait, in the order in which they were asked for. */
final class Intents {
    private static final int TABLE = 14;
    private static final int MAX_WAITING = 1000;

    /** Where an intent stands. */
    record Key(RoomId room, long order) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeUint64(order);
        }

        static Key decode(TlsReader in) throws DecodeException {
            return new Key(RoomId.decode(in), in.readUint64());
        }
    }

    private record Asked(long command, Outcome outcome) {}

    private final Device device;
    private final Table<Key, Intent> table;
    /** Who hears of it, if the engine lives until it is done. */
    private final Map<Key, List<Asked>> asked = new HashMap<>();

    Intents(Device device) {
        this.device = device;
        this.table = new Table<>(device.state(), TABLE, Key::decode, Intent::decode);
    }

    /** Wants something, for a command that hears of it. */
    void add(RoomId room, Intent intent, long command, Outcome outcome) {
        asked.computeIfAbsent(add(room, intent), key -> new ArrayList<>()).add(new Asked(command, outcome));
    }

    /** Wants something. What is wanted last already is not wanted twice. */
    Key add(RoomId room, Intent intent) {
        List<Row<Key, Intent>> last = table.last(room, 1);
        if (!last.isEmpty() && last.getFirst().value().equals(intent)) {
            return last.getFirst().key();
        }
        Key key = new Key(room, device.profile().takeOrder());
        table.put(key, intent);
        return key;
    }

    List<Row<Key, Intent>> all(RoomId room) {
        return table.first(room, MAX_WAITING);
    }

    /** Whether somebody is waited for until they accept. */
    boolean holdsMessages(RoomId room) {
        return all(room).stream().anyMatch(row -> row.value() instanceof Intent.Add add && add.patient());
    }

    void done(Key key) {
        table.remove(key);
        taken(key);
    }

    /** Whoever asked hears that it is done as far as this device can do it; it stays wanted until the room is so. */
    void taken(Key key) {
        Optional.ofNullable(asked.remove(key))
                .orElse(List.of())
                .forEach(each -> device.show(new EngineEvent.Completed(each.command(), each.outcome())));
    }

    /** Whether somebody waits to hear that it is done. */
    boolean isAsked(Key key) {
        return asked.containsKey(key);
    }

    /** Whether this account wants to leave a room. */
    boolean isLeaving(RoomId room) {
        return all(room).stream().anyMatch(row -> isLeaving(row.value()));
    }

    /** Whether that is what an intent wants. */
    boolean isLeaving(Intent intent) {
        return intent.equals(new Intent.Remove(device.account()));
    }

    /** It can't be done; shows why to whoever asked, and says whether somebody did. */
    boolean refused(Key key, Problem why) {
        table.remove(key);
        List<Asked> by = Optional.ofNullable(asked.remove(key)).orElse(List.of());
        by.forEach(each -> device.show(new EngineEvent.Refused(each.command(), why)));
        return !by.isEmpty();
    }

    /** The room has ended: but for leaving it, nothing that was wanted comes to be. */
    void removeAll(RoomId room, Problem why) {
        all(room).forEach(row -> {
            if (isLeaving(row.value())) {
                done(row.key());
            } else {
                refused(row.key(), why);
            }
        });
    }
}
