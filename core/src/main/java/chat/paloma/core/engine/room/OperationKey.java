package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;

/** An operation of a room, as a key of tables. */
public record OperationKey(RoomId room, OperationId operation) implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {
        out.write(room).write(operation);
    }

    static OperationKey decode(TlsReader in) throws DecodeException {
        return new OperationKey(RoomId.decode(in), OperationId.decode(in));
    }
}
