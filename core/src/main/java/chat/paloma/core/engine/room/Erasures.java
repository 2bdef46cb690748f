package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.membership.RoomId;
import java.util.List;

/**
 * Records whose operations were deleted by their authors, and that the account's archive may still have. Sequence 0 of a
 * room stands for what is from before the account came into it.
 */
public final class Erasures {
    private static final int TABLE = 67;

    private final Table<LaneKey, ByteString> table;

    Erasures(Device device) {
        this.table = new Table<>(device.state(), TABLE, LaneKey::decode, in -> ByteString.decode(in, 1));
    }

    void add(RoomId room, long sequence) {
        table.put(new LaneKey(room, sequence), ByteString.EMPTY);
    }

    /** The first of them. */
    public List<LaneKey> first(int limit) {
        return table.first(out -> {}, limit).stream().map(Table.Row::key).toList();
    }

    /** The archive does not have it any more. */
    public void done(LaneKey key) {
        table.remove(key);
    }
}
