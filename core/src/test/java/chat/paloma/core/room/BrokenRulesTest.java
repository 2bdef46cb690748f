package chat.paloma.core.room;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.room.History.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A property that no broken rule fails would show nothing. */
class BrokenRulesTest {
    private static final int SEEDS = 300;

    @ParameterizedTest
    @EnumSource(BrokenRules.class)
    void thePropertyOfItsTypeNoticesABrokenRule(BrokenRules broken) {
        for (long seed = 0; seed < SEEDS; seed++) {
            if (isNoticed(broken, seed)) {
                return;
            }
        }
        throw new AssertionError("nothing noticed it in " + SEEDS + " histories");
    }

    private static boolean isNoticed(BrokenRules broken, long seed) {
        List<Entry> history = History.of(seed, 30, broken.type.kinds);
        try {
            RoomPropertyTest.check(history, seed, broken.rules);
            return false;
        } catch (AssertionError noticed) {
            // An error in the room itself would be an exception of another kind.
            RoomPropertyTest.check(history, seed, MergeRules.DEFAULT);
            return true;
        }
    }

    /** Each rule can be broken, and is broken by one of these at least. */
    @Test
    void everyRuleIsBrokenBySomething() {
        for (var rule : MergeRules.class.getDeclaredMethods()) {
            if (!rule.isSynthetic()) {
                assertTrue(
                        java.util.Arrays.stream(BrokenRules.values())
                                .flatMap(broken -> java.util.Arrays.stream(
                                        broken.rules.getClass().getDeclaredMethods()))
                                .anyMatch(method -> method.getName().equals(rule.getName())
                                        && List.of(method.getParameterTypes())
                                                .equals(List.of(rule.getParameterTypes()))),
                        rule.getName());
            }
        }
    }
}
