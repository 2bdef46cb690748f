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
    private final Map<Key, Asked> asked = new HashMap<>();

    Intents(Device device) {
        this.device = device;
        this.table = new Table<>(device.state(), TABLE, Key::decode, Intent::decode);
    }

    /** Wants something, for a command that hears of it. */
    void add(RoomId room, Intent intent, long command, Outcome outcome) {
        asked.put(add(room, intent), new Asked(command, outcome));
    }

    /** Wants something. What is wanted already is not wanted twice. */
    Key add(RoomId room, Intent intent) {
        for (Row<Key, Intent> row : all(room)) {
            if (row.value().equals(intent)) {
                return row.key();
            }
        }
        Key key = new Key(room, device.profile().takeOrder());
        table.put(key, intent);
        return key;
    }

    List<Row<Key, Intent>> all(RoomId room) {
        return table.first(room, MAX_WAITING);
    }

    /** Whether a first member is waited for, so that what is written waits too. */
    boolean holdsMessages(RoomId room) {
        return all(room).stream().anyMatch(row -> row.value() instanceof Intent.Add add && add.patient());
    }

    void done(Key key) {
        table.remove(key);
        Optional.ofNullable(asked.remove(key))
                .ifPresent(each -> device.show(new EngineEvent.Completed(each.command(), each.outcome())));
    }

    /** It can't be done; shows why to whoever asked, and says whether somebody did. */
    boolean refused(Key key, Problem why) {
        table.remove(key);
        Asked by = asked.remove(key);
        if (by != null) {
            device.show(new EngineEvent.Refused(by.command(), why));
        }
        return by != null;
    }

    void removeAll(RoomId room, Problem why) {
        all(room).forEach(row -> refused(row.key(), why));
    }
}
