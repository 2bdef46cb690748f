package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.membership.RoomId;
import java.util.OptionalLong;

/** Where other devices of the account came into rooms, or came back: they may have missed what was written before. */
public final class OwnArrivals {
    private static final int TABLE = 72;

    private record At(long sequence) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(sequence);
        }

        static At decode(TlsReader in) throws DecodeException {
            return new At(in.readUint64());
        }
    }

    private final Table<RoomId, At> table;

    OwnArrivals(Device device) {
        this.table = new Table<>(device.state(), TABLE, RoomId::decode, At::decode);
    }

    void came(RoomId room, long sequence) {
        table.put(room, new At(sequence));
    }

    /** The sequence at which the last of them came, if nobody has told it what it may have missed. */
    public OptionalLong last(RoomId room) {
        return table.get(room).stream().mapToLong(At::sequence).findFirst();
    }

    /** It was told what it may have missed. */
    public void told(RoomId room) {
        table.remove(room);
    }
}
