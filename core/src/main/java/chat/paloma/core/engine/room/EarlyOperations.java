package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.util.List;

/** Operations from before the account came into a room, which a member's snapshot brought and no archive has yet. */
public final class EarlyOperations {
    private static final int TABLE = 68;

    private final Table<OperationKey, ByteString> table;

    EarlyOperations(Device device) {
        this.table = new Table<>(device.state(), TABLE, OperationKey::decode, in -> ByteString.decode(in, 1));
    }

    public void add(RoomId room, OperationId operation) {
        table.put(new OperationKey(room, operation), ByteString.EMPTY);
    }

    /** Whether there is one. */
    public boolean isAny() {
        return !table.first(out -> {}, 1).isEmpty();
    }

    /** The first of a room; none for a limit of 0. */
    public List<OperationKey> of(RoomId room, int limit) {
        return limit < 1
                ? List.of()
                : table.first(room, limit).stream().map(Table.Row::key).toList();
    }

    /** The archive has it. */
    public void remove(OperationKey key) {
        table.remove(key);
    }
}
