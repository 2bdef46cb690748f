package chat.paloma.core.lane;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;

/** Which lane: one for a room and region, one inbox for a device. */
public sealed interface LaneId extends TlsEncodable {
    /** The lane of a room in a region. */
    record Room(RoomId room, RegionId region) implements LaneId {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1).write(room).write(region);
        }
    }

    /** What is delivered to one device alone. */
    record Inbox(DeviceAddress device) implements LaneId {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(2).write(device);
        }
    }

    static LaneId decode(TlsReader in) throws DecodeException {
        int kind = in.readUint8();
        return switch (kind) {
            case 1 -> new Room(RoomId.decode(in), RegionId.decode(in));
            case 2 -> new Inbox(DeviceAddress.decode(in));
            default -> throw new DecodeException(Reason.INVALID_VALUE, "no kind of lane: " + kind);
        };
    }
}
