package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceList;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Parts of rooms' lanes that this device has not read, since it entered a room behind others of its account, or joined
 * one again. Those others may have read them, or will. What an archive passes over nobody looks at again, so this device
 * archives nothing from behind such a part before they have archived the part. When they are gone, or have not done so for
 * a day, it asks the authors itself.
 */
public final class UnreadParts {
    private static final int TABLE = 78;
    private static final int MAX_ROOMS = 100_000;
    /** How long another device of the account is waited for, in milliseconds. */
    private static final long PATIENCE = 86_400_000;

    /**
     * A part of a lane.
     *
     * @param after the sequence up to which this device had read; 0 for not at all
     * @param end at which this device came, or came back
     * @param since when that was, in milliseconds since 1970
     * @param readers the account's devices that were there
     */
    private record Part(long after, Position end, long since, List<DeviceId> readers) implements TlsEncodable {
        Part {
            readers = List.copyOf(readers);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(after).write(end).writeUint64(since).writeList(readers);
        }

        static Part decode(TlsReader in) throws DecodeException {
            return new Part(
                    in.readUint64(),
                    Position.decode(in),
                    in.readUint64(),
                    in.readList(DeviceList.MAX_DEVICES, DeviceId::decode));
        }
    }

    private final Device device;
    private final Gaps gaps;
    private final Table<RoomId, Part> table;

    UnreadParts(Device device, Gaps gaps) {
        this.device = device;
        this.gaps = gaps;
        this.table = new Table<>(device.state(), TABLE, RoomId::decode, Part::decode);
    }

    /**
     * This device has come into a room, or back into it.
     *
     * @param read up to which sequence it had read the room's lane; 0 for not at all
     * @param end where it came
     * @param roster who is there
     */
    void entered(RoomId room, long read, Position end, Roster roster) {
        Optional<Part> before = table.get(room);
        long after = before.isPresent() ? Math.min(before.get().after(), read) : read;
        List<DeviceId> readers = roster.find(device.account()).stream()
                .flatMap(account -> account.devices().stream())
                .map(Roster.Device::id)
                .filter(each -> !each.equals(device.address().device()))
                .limit(DeviceList.MAX_DEVICES)
                .toList();
        if (after < end.sequence() - 1 && !readers.isEmpty()) {
            table.put(room, new Part(after, end, device.millis(), readers));
        } else {
            table.remove(room);
        }
    }

    /** This device has come into a room with its account: nothing of before is for it. */
    void begin(RoomId room) {
        table.remove(room);
    }

    /**
     * Looks which parts are archived by now, and which nobody will archive.
     *
     * @param archivedTo up to where a room is archived
     */
    public void settle(ToLongFunction<RoomId> archivedTo) {
        for (Row<RoomId, Part> row : table.first(out -> {}, MAX_ROOMS)) {
            Part part = row.value();
            long archived = archivedTo.applyAsLong(row.key());
            boolean done = archived >= part.end().sequence() - 1;
            if (!done && !isAwaited(part) && part.after() == 0) {
                // What it had read before, and then could not follow, it asks for at once.
                gaps.lost(row.key(), archived, part.end());
            }
            if (done || !isAwaited(part)) {
                table.remove(row.key());
            }
        }
    }

    private boolean isAwaited(Part part) {
        return device.millis() < part.since() + PATIENCE
                && part.readers().stream()
                        .anyMatch(each -> device.identity().record().find(each).isPresent());
    }

    /** Up to which sequence of a room's lane this device may archive. */
    public long archivableTo(RoomId room) {
        return table.get(room).map(Part::after).orElse(Long.MAX_VALUE);
    }
}
