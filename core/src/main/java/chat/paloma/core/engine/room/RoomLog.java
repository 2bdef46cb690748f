package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What happened to a room itself: who came and went, and what could not be read. Lines between its messages. */
public final class RoomLog {
    private static final int TABLE = 18;
    private static final int MAX_DETAIL = 4096;

    /** What happened. */
    public enum Kind {
        JOINED(1),
        LEFT(2),
        REMOVED(3),
        DEVICE_ADDED(4),
        DEVICE_REMOVED(5),
        DEVICE_REJOINED(6),
        POLICY_CHANGED(7),
        RENEWED(8),
        HISTORY_STARTS(9),
        UNREADABLE(10),
        ENDED(11),
        STUCK(12),
        SERVER_RESTORED(13),
        FORK(14),
        DUPLICATED(15),
        /** Somebody has another account than before, by the name that they had. */
        IDENTITY_CHANGED(16);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        private static Kind decode(TlsReader in) throws DecodeException {
            int number = in.readUint8();
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw new DecodeException(Reason.INVALID_VALUE, "no kind of line: " + number);
        }
    }

    /**
     * One line.
     *
     * @param time when the node took the record, in milliseconds since 1970
     * @param who whom it concerns
     * @param by who did it
     * @param detail more, for a person
     */
    public record Line(Kind kind, long time, Optional<DeviceAddress> who, Optional<DeviceAddress> by, String detail)
            implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(kind.number)
                    .writeUint64(time)
                    .writeOptional(who)
                    .writeOptional(by)
                    .write(ByteString.utf8(detail));
        }

        static Line decode(TlsReader in) throws DecodeException {
            return new Line(
                    Kind.decode(in),
                    in.readUint64(),
                    in.readOptional(DeviceAddress::decode),
                    in.readOptional(DeviceAddress::decode),
                    new String(in.readOpaque(MAX_DETAIL), StandardCharsets.UTF_8));
        }
    }

    /** Where a line stands: behind a record of the lane, the lines of one record in their order. */
    public record Key(RoomId room, long sequence, long order) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeUint64(sequence).writeUint64(order);
        }

        static Key decode(TlsReader in) throws DecodeException {
            return new Key(RoomId.decode(in), in.readUint64(), in.readUint64());
        }
    }

    private static final int GONE = 69;

    private record GoneKey(RoomId room, AccountId account) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(account);
        }

        static GoneKey decode(TlsReader in) throws DecodeException {
            return new GoneKey(RoomId.decode(in), AccountId.decode(in));
        }
    }

    /**
     * An account that was in a room.
     *
     * @param who one of its devices
     * @param changed whether a line says that another account has its name now
     */
    private record Gone(DeviceAddress who, boolean changed) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(who).writeUint8(changed ? 1 : 0);
        }

        static Gone decode(TlsReader in) throws DecodeException {
            return new Gone(DeviceAddress.decode(in), in.readUint8() == 1);
        }
    }

    private final Device device;
    private final Table<Key, Line> table;
    private final Table<GoneKey, Gone> gone;

    RoomLog(Device device) {
        this.device = device;
        this.table = new Table<>(device.state(), TABLE, Key::decode, Line::decode);
        this.gone = new Table<>(device.state(), GONE, GoneKey::decode, Gone::decode);
    }

    void add(RoomId room, long sequence, Line line) {
        table.put(new Key(room, sequence, device.profile().takeOrder()), line);
    }

    /** An account is no longer in a room. */
    void gone(RoomId room, DeviceAddress who) {
        gone.put(new GoneKey(room, who.account()), new Gone(who, false));
    }

    /** Whether an account was in a room, and is no longer, as this device has seen. */
    boolean wasIn(RoomId room, AccountId account) {
        return gone.contains(new GoneKey(room, account));
    }

    /**
     * Another account has the name of one that was in a room: says so there, once.
     *
     * @return whether that is news
     */
    boolean identityChanged(RoomId room, AccountId account, long sequence, String name) {
        GoneKey key = new GoneKey(room, account);
        Optional<Gone> known = gone.get(key).filter(each -> !each.changed());
        known.ifPresent(each -> {
            gone.put(key, new Gone(each.who(), true));
            add(
                    room,
                    sequence,
                    new Line(Kind.IDENTITY_CHANGED, device.millis(), Optional.of(each.who()), Optional.empty(), name));
        });
        return known.isPresent();
    }

    /** Takes a line away, such as one about a record that can be read now. */
    void remove(Key key) {
        table.remove(key);
    }

    /** What was written before this device came in is there: no line says any more that it begins later. */
    public void historyIsThere(RoomId room, long joinedAt) {
        at(room, joinedAt).stream()
                .filter(row -> row.value().kind() == Kind.HISTORY_STARTS)
                .forEach(row -> remove(row.key()));
    }

    /** The newest lines of a room, the newest first. */
    public List<Table.Row<Key, Line>> newest(RoomId room, int limit) {
        return table.last(room, limit);
    }

    /** The lines of one record. */
    public List<Table.Row<Key, Line>> at(RoomId room, long sequence) {
        return table.all(new LaneKey(room, sequence));
    }

    /** The lines from a record on, the oldest first. */
    public List<Table.Row<Key, Line>> from(RoomId room, long sequence, int limit) {
        return table.from(new Key(room, sequence, 0), room, limit);
    }
}
