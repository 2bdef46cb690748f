package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomId;
import java.util.List;
import java.util.Optional;

/**
 * Parts of rooms' lanes that this device passed over when it joined again, and has not looked at yet; on a recovered
 * device what none of the lost ones had archived.
 */
public final class Gaps {
    /** So many of the newest records of a gap are asked for. */
    public static final int NEWEST = 1_000;

    private static final int TABLE = 70;
    private static final int ARCHIVED = 74;

    /**
     * A part of a lane.
     *
     * @param read up to where the lane was read and verified; without a head where this device never read: then the node
     *     says which it is, and {@code end} shows whether that is so, since a head vouches for all that is before it
     * @param end at which this device joined again
     * @param isOfLost whether it is of what lost devices had not archived
     * @param wanted the records that are looked for, ascending; none for all
     */
    public record Gap(LaneChain read, Position end, boolean isOfLost, List<Long> wanted) implements TlsEncodable {
        public Gap {
            wanted = List.copyOf(wanted);
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(read.lane())
                    .write(read.position())
                    .writeUint64(read.lastTime())
                    .write(end)
                    .writeUint8(isOfLost ? 1 : 0)
                    .writeVector(list -> wanted.forEach(list::writeUint64));
        }

        static Gap decode(TlsReader in) throws DecodeException {
            return new Gap(
                    new LaneChain(LaneId.decode(in), Position.decode(in), in.readUint64()),
                    Position.decode(in),
                    in.readUint8() == 1,
                    in.readList(NEWEST, TlsReader::readUint64));
        }

        boolean lacksHead() {
            return read.position().head().equals(LaneHead.NONE);
        }

        Gap readTo(LaneChain chain) {
            return new Gap(chain, end, isOfLost, wanted);
        }

        boolean isWanted(long sequence) {
            return sequence < end.sequence()
                    && sequence >= end.sequence() - NEWEST
                    && (wanted.isEmpty() || wanted.contains(sequence));
        }
    }

    /** A room may have several gaps, each with an end of its own. */
    record Key(RoomId room, long end) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeUint64(end);
        }

        static Key decode(TlsReader in) throws DecodeException {
            return new Key(RoomId.decode(in), in.readUint64());
        }
    }

    private record At(long sequence) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(sequence);
        }

        static At decode(TlsReader in) throws DecodeException {
            return new At(in.readUint64());
        }
    }

    private final Device device;
    private final Table<Key, Gap> table;
    /** Where the archive of the account ends, for rooms that this device enters in the place of lost ones. */
    private final Table<RoomId, At> archived;

    Gaps(Device device) {
        this.device = device;
        this.table = new Table<>(device.state(), TABLE, Key::decode, Gap::decode);
        this.archived = new Table<>(device.state(), ARCHIVED, RoomId::decode, At::decode);
    }

    /**
     * The devices of the account that were in a room are lost, and this one is about to enter it.
     *
     * @param sequence of the last record that they archived, which shows that the account was in the room; 0 for none:
     *     then it may have come there just now, and nothing is asked for
     */
    public void archivedTo(RoomId room, long sequence) {
        if (sequence > 0) {
            archived.put(room, new At(sequence));
        }
    }

    /** This device has entered a room where it never was; returns whether that was in the place of lost ones. */
    boolean entered(RoomId room, Position end) {
        Optional<At> last = archived.get(room);
        if (last.isEmpty()) {
            return false;
        }
        archived.remove(room);
        lost(room, last.get().sequence(), end);
        return true;
    }

    /** Nobody of the account has read any more what stands between what is archived and where this device came. */
    void lost(RoomId room, long archivedTo, Position end) {
        long from = Math.max(archivedTo, end.sequence() - NEWEST - 1);
        if (from >= end.sequence() - 1) {
            return;
        }
        if (from > archivedTo) {
            incomplete(room, "more than " + NEWEST + " messages were not archived; the newest are asked for");
        }
        put(room, new Gap(neverRead(room, from, end), end, true, List.of()));
    }

    /**
     * Nobody of the account may have read these records, though others behind them are archived.
     *
     * @param sequences 1 to {@link #NEWEST}, ascending, of the newest records in front of where this device has read to
     * @param end up to where that is
     */
    public void lacking(RoomId room, List<Long> sequences, Position end) {
        put(room, new Gap(neverRead(room, sequences.getFirst() - 1, end), end, true, sequences));
    }

    private static LaneChain neverRead(RoomId room, long after, Position end) {
        return new LaneChain(Device.lane(room), new Position(end.incarnation(), after, LaneHead.NONE), 0);
    }

    /** Whether there is something in a room to look at. */
    public boolean isAny(RoomId room) {
        return !table.first(room, 1).isEmpty();
    }

    /** What of a gap can't be had, and shows nowhere else. */
    void incomplete(RoomId room, String why) {
        device.notice(Optional.of(room), NoticeKind.HISTORY_INCOMPLETE, why);
    }

    /** This device joined a room again, whose lane it had read up to here. Another incarnation has other records. */
    void passedOver(RoomId room, LaneChain read, Position end) {
        boolean some = read.position().sequence() > 0
                && read.position().incarnation() == end.incarnation()
                && read.position().sequence() < end.sequence() - 1;
        if (some) {
            put(room, new Gap(read, end, false, List.of()));
        }
    }

    Optional<Row<Key, Gap>> first() {
        return table.all().stream().findFirst();
    }

    void put(RoomId room, Gap gap) {
        table.put(new Key(room, gap.end().sequence()), gap);
    }

    /** A gap was looked at. */
    void done(RoomId room, Gap gap) {
        table.remove(new Key(room, gap.end().sequence()));
    }

    /** What a room's gaps had comes in another way. */
    void allDone(RoomId room) {
        table.removeIf(room, row -> true);
        archived.remove(room);
    }
}
