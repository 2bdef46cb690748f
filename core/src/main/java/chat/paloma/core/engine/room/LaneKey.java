package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.membership.RoomId;

/** A place in a room's lane, as a key. */
public record LaneKey(RoomId room, long sequence) implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {
        out.write(room).writeUint64(sequence);
    }

    public static LaneKey decode(TlsReader in) throws DecodeException {
        return new LaneKey(RoomId.decode(in), in.readUint64());
    }
}
