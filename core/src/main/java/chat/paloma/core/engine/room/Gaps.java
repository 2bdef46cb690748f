package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomId;
import java.util.Optional;

/** Parts of rooms' lanes that this device passed over when it joined again, and has not looked at yet. */
public final class Gaps {
    private static final int TABLE = 70;

    /**
     * A part of a lane.
     *
     * @param read up to where the lane was read and verified
     * @param end at which this device joined again
     */
    public record Gap(LaneChain read, Position end) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(read.lane())
                    .write(read.position())
                    .writeUint64(read.lastTime())
                    .write(end);
        }

        static Gap decode(TlsReader in) throws DecodeException {
            return new Gap(new LaneChain(LaneId.decode(in), Position.decode(in), in.readUint64()), Position.decode(in));
        }

        Gap readTo(LaneChain chain) {
            return new Gap(chain, end);
        }
    }

    private final Table<RoomId, Gap> table;

    Gaps(Device device) {
        this.table = new Table<>(device.state(), TABLE, RoomId::decode, Gap::decode);
    }

    /** This device joined a room again, whose lane it had read up to here. Another incarnation has other records. */
    void passedOver(RoomId room, LaneChain read, Position end) {
        boolean some = read.position().sequence() > 0
                && read.position().incarnation() == end.incarnation()
                && read.position().sequence() < end.sequence() - 1;
        if (some && table.get(room).isEmpty()) {
            table.put(room, new Gap(read, end));
        }
    }

    Optional<Row<RoomId, Gap>> first() {
        return table.all().stream().findFirst();
    }

    void put(RoomId room, Gap gap) {
        table.put(room, gap);
    }

    void done(RoomId room) {
        table.remove(room);
    }
}
