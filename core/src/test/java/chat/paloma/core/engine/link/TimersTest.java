package chat.paloma.core.engine.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final long HOUR = 3_600_000;

    private final Timers timers = new Timers();
    private final List<String> happened = new ArrayList<>();

    private void at(long now) {
        timers.observe(now);
        timers.run(now);
    }

    @Test
    void thingsHappenInTheOrderOfTheirTimes() {
        at(0);
        timers.at(20, () -> happened.add("second"));
        timers.at(10, () -> happened.add("first"));
        timers.at(15, () -> happened.add("never")).cancel();
        at(9);
        assertEquals(List.of(), happened);
        at(20);
        assertEquals(List.of("first", "second"), happened);
        assertEquals(OptionalLong.empty(), timers.next());
    }

    @Test
    void nothingWaitsForAClockThatWasPutBack() {
        at(5 * HOUR);
        timers.at(5 * HOUR + 1_000, () -> happened.add("soon"));
        Timers.Timer cancelled = timers.at(5 * HOUR + 2_000, () -> happened.add("never"));
        at(500);
        assertEquals(OptionalLong.of(1_500), timers.next());
        cancelled.cancel();
        at(1_500);
        assertEquals(List.of("soon"), happened);
        at(6 * HOUR);
        assertEquals(List.of("soon"), happened);
    }
}
