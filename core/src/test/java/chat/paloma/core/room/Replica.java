package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.room.History.Entry;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.store.KeyRange;
import chat.paloma.core.room.store.MemoryRoomStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A member's room in memory, which stores each step before the next. */
final class Replica {
    final MemoryRoomStore store = new MemoryRoomStore();
    final Room room;
    /** Everything that had its effect, in the order in which it had. */
    final List<OperationId> applied = new ArrayList<>();

    private final MergeRules rules;

    Replica() {
        this(MergeRules.DEFAULT, RoomLimits.DEFAULT);
    }

    Replica(MergeRules rules, RoomLimits limits) {
        this.rules = rules;
        this.room = new Room(History.CRYPTO, History.ROOM, store, limits, rules);
    }

    RoomStep apply(RoomInput... inputs) {
        return apply(List.of(inputs));
    }

    RoomStep apply(List<RoomInput> inputs) {
        RoomStep step = room.apply(inputs);
        store.write(step.writes());
        applied.addAll(step.changes().applied());
        return step;
    }

    RoomView view() {
        return room.view();
    }

    /** All that the room keeps: its facts, and what it has of each operation. */
    List<String> everything() {
        RoomData data = new RoomData(store, rules);
        List<String> lines = new ArrayList<>(data.facts().range(ByteString.EMPTY, KeyRange.END, 100_000).stream()
                .map(ByteString::toHex)
                .toList());
        view().operations(java.util.Optional.empty(), 100_000)
                .forEach(stored -> lines.add(ByteString.adopt(stored.encoded()).toHex()));
        return lines;
    }

    /** Every acceptance of a history, shuffled, some of them more than once. */
    static List<RoomInput> shuffled(List<Entry> history, long seed) {
        Random random = new Random(seed);
        List<RoomInput> inputs = new ArrayList<>();
        for (Entry entry : history) {
            for (long time : entry.acceptTimes()) {
                RoomInput input =
                        new RoomInput.Accepted(entry.operation(), time, new Attestation.Verified(ByteString.EMPTY));
                inputs.add(input);
                if (random.nextInt(5) == 0) {
                    inputs.add(input);
                }
            }
        }
        Collections.shuffle(inputs, random);
        return inputs;
    }

    /** A replica that was told a history in some order, in steps of some size. */
    static Replica of(List<Entry> history, long seed, MergeRules rules) {
        Replica replica = new Replica(rules, RoomLimits.DEFAULT);
        Random random = new Random(seed);
        List<RoomInput> inputs = shuffled(history, seed);
        for (int from = 0; from < inputs.size(); ) {
            int to = Math.min(inputs.size(), from + 1 + random.nextInt(8));
            replica.apply(inputs.subList(from, to));
            from = to;
        }
        return replica;
    }
}
