package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.membership.RoomId;
import java.util.List;
import java.util.Optional;

/**
 * Records whose operations were deleted by their authors, and that the account's archive may still have. Sequence 0 of a
 * room stands for what is from before the account came into it.
 */
public final class Erasures {
    private static final int TABLE = 67;

    /**
     * Something that the archive is to have no more.
     *
     * @param key its place; 0 for what has none, which stands for all of that in the room
     * @param count tells it from what was deleted at the same place before
     */
    public record Erasure(LaneKey key, ByteString count) {}

    private final Table<LaneKey, ByteString> table;

    Erasures(Device device) {
        this.table = new Table<>(device.state(), TABLE, LaneKey::decode, in -> ByteString.decode(in, 1));
    }

    void add(RoomId room, long sequence) {
        LaneKey key = new LaneKey(room, sequence);
        byte before = table.get(key)
                .filter(count -> count.length() == 1)
                .map(count -> count.toByteArray()[0])
                .orElse((byte) 0);
        table.put(key, ByteString.adopt(new byte[] {(byte) (before + 1)}));
    }

    /** The first of them. */
    public List<Erasure> first(int limit) {
        return table.first(out -> {}, limit).stream()
                .map(row -> new Erasure(row.key(), row.value()))
                .toList();
    }

    /** The archive does not have it any more. */
    public void done(Erasure erasure) {
        if (table.get(erasure.key()).equals(Optional.of(erasure.count()))) {
            table.remove(erasure.key());
        }
    }
}
