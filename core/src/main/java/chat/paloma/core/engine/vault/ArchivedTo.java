package chat.paloma.core.engine.vault;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.membership.RoomId;

/**
 * How far a room is in the archive.
 *
 * @param sequence of the last record of the room's lane that is in it
 */
public record ArchivedTo(RoomId room, long sequence) implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {
        out.write(room).writeUint64(sequence);
    }

    static ArchivedTo decode(TlsReader in) throws DecodeException {
        return new ArchivedTo(RoomId.decode(in), in.readUint64());
    }
}
