package chat.paloma.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.room.History.Entry;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Each type of content, on its own and all together: whoever was told the same, in whatever order and however often,
 * has the same room, and it is the one that docs/room.md says.
 */
class RoomPropertyTest {
    @Provide
    Arbitrary<CrdtType> types() {
        return Arbitraries.of(CrdtType.values());
    }

    /** Fails unless replicas that hear of a history in different orders have the room that the model says. */
    static void check(List<Entry> history, long seed, MergeRules rules) {
        Replica one = Replica.of(history, seed, rules);
        Replica other = Replica.of(history, ~seed, rules);
        assertSameLines(new RoomModel(history).print(), RoomPrint.of(one.view()));
        assertSameLines(one.everything(), other.everything());
        assertEquals(History.isForked(history), !one.view().duplicated(10).isEmpty());
        assertEquals(0, one.view().waiting());
        assertIsCausal(history, one.applied);
        assertIsCausal(history, other.applied);
    }

    /** Each operation had its effect once, and behind all that it names as its past. */
    private static void assertIsCausal(List<Entry> history, List<OperationId> applied) {
        assertEquals(history.size(), applied.size());
        Map<OperationId, Operation> operations = new HashMap<>();
        history.forEach(entry -> operations.put(entry.id(), entry.operation()));
        Set<OperationId> before = new HashSet<>();
        for (OperationId id : applied) {
            assertTrue(
                    before.containsAll(
                            Objects.requireNonNull(operations.get(id)).past()),
                    "before its past: " + id);
            assertTrue(before.add(id), "twice: " + id);
        }
    }

    private static void assertSameLines(List<String> expected, List<String> actual) {
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(actual);
        List<String> surplus = new ArrayList<>(actual);
        surplus.removeAll(expected);
        assertEquals(String.join("\n", missing), String.join("\n", surplus));
        assertEquals(expected, actual);
    }

    @Property(tries = 400)
    void everyOrderGivesTheRoomThatTheDocumentSays(@ForAll("types") CrdtType type, @ForAll long seed) {
        check(History.of(seed, 30, type.kinds), seed, MergeRules.DEFAULT);
    }

    @Property(tries = 20)
    void aLongHistoryGivesItToo(@ForAll long seed) {
        check(History.of(seed, 150, CrdtType.EVERYTHING.kinds), seed, MergeRules.DEFAULT);
    }
}
