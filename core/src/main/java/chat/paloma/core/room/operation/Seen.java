package chat.paloma.core.room.operation;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.RoomId;

/**
 * How far a device has verified the room's lane of one region when it made the operation. Members compare these with
 * what they were shown themselves.
 */
public record Seen(RegionId region, Position position) implements TlsEncodable {
    /** The lane that it speaks of. */
    public LaneId lane(RoomId room) {
        return new LaneId.Room(room, region);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(region).write(position);
    }

    public static Seen decode(TlsReader in) throws DecodeException {
        return new Seen(RegionId.decode(in), Position.decode(in));
    }
}
