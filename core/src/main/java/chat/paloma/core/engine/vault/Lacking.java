package chat.paloma.core.engine.vault;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.membership.RoomId;

/**
 * A record that the archive passed over though it may have said something: who archived could not read it, and was asking
 * its author for it.
 *
 * @param sequence in the room's lane
 */
public record Lacking(RoomId room, long sequence) implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {
        out.write(room).writeUint64(sequence);
    }

    static Lacking decode(TlsReader in) throws DecodeException {
        return new Lacking(RoomId.decode(in), in.readUint64());
    }
}
