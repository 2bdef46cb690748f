package chat.paloma.core.membership;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.GroupId;

/**
 * One of the groups that carry a room, one after the other.
 *
 * @param generation unsigned 32 bits; 0 is the first
 */
public record RoomGroupId(RoomId room, long generation) implements TlsEncodable {
    public RoomGroupId {
        requireGeneration(generation);
    }

    static void requireGeneration(long generation) {
        if (generation < 0 || generation > 0xffff_ffffL) {
            throw new IllegalArgumentException("not a generation: " + generation);
        }
    }

    /** The id of the group in MLS. */
    public GroupId groupId() {
        return new GroupId(new TlsWriter().write(this).toByteString());
    }

    /**
     * Reads what {@link #groupId} made.
     *
     * @throws DecodeException when it is the id of no room's group
     */
    public static RoomGroupId of(GroupId groupId) throws DecodeException {
        Decoder<RoomGroupId> decoder = RoomGroupId::decode;
        return decoder.decodeAll(groupId.bytes().toByteArray());
    }

    /** Whether this is the group that comes right after another, in the same room. */
    public boolean isNextAfter(RoomGroupId other) {
        return room.equals(other.room) && generation == other.generation + 1;
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(room).writeUint32(generation);
    }

    public static RoomGroupId decode(TlsReader in) throws DecodeException {
        return new RoomGroupId(RoomId.decode(in), in.readUint32());
    }
}
