package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceList;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import java.util.List;
import java.util.Optional;

/**
 * Parts of rooms' lanes that this device has not read, since it entered a room behind others of its account, or joined
 * one again. Those others may have read them, or will. What an archive passes over nobody looks at again, so this device
 * archives nothing from behind such a part before they have archived the part.
 */
public final class UnreadParts {
    private static final int TABLE = 76;

    /**
     * A part of a lane.
     *
     * @param after the sequence up to which this device had read; 0 for not at all
     * @param joinedAt the sequence at which this device came, or came back
     * @param readers the account's devices that were there
     */
    private record Part(long after, long joinedAt, List<DeviceId> readers) implements TlsEncodable {
        Part {
            readers = List.copyOf(readers);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(after).writeUint64(joinedAt).writeList(readers);
        }

        static Part decode(TlsReader in) throws DecodeException {
            return new Part(in.readUint64(), in.readUint64(), in.readList(DeviceList.MAX_DEVICES, DeviceId::decode));
        }
    }

    private final Device device;
    private final Table<RoomId, Part> table;

    UnreadParts(Device device) {
        this.device = device;
        this.table = new Table<>(device.state(), TABLE, RoomId::decode, Part::decode);
    }

    /**
     * This device has come into a room, or back into it, at a sequence.
     *
     * @param read up to which sequence it had read the room's lane; 0 for not at all
     * @param roster who is there
     */
    void entered(RoomId room, long read, long joinedAt, Roster roster) {
        Optional<Part> before = table.get(room);
        long after = before.isPresent() ? Math.min(before.get().after(), read) : read;
        List<DeviceId> readers = roster.find(device.account()).stream()
                .flatMap(account -> account.devices().stream())
                .map(Roster.Device::id)
                .filter(each -> !each.equals(device.address().device()))
                .limit(DeviceList.MAX_DEVICES)
                .toList();
        if (after < joinedAt - 1 && !readers.isEmpty()) {
            table.put(room, new Part(after, joinedAt, readers));
        } else {
            table.remove(room);
        }
    }

    /** This device has come into a room with its account: nothing of before is for it. */
    void begin(RoomId room) {
        table.remove(room);
    }

    /**
     * Up to which sequence of a room's lane this device may archive.
     *
     * @param archivedTo up to where the room is archived
     */
    public long archivableTo(RoomId room, long archivedTo) {
        Optional<Part> part = table.get(room);
        if (part.isEmpty()) {
            return Long.MAX_VALUE;
        }
        boolean awaited = part.get().readers().stream()
                .anyMatch(each -> device.identity().record().find(each).isPresent());
        if (awaited && archivedTo < part.get().joinedAt() - 1) {
            return part.get().after();
        }
        table.remove(room);
        return Long.MAX_VALUE;
    }
}
