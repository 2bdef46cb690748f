package chat.paloma.core.room.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HybridTimeTest {
    private static final long MINUTE = 60_000;
    private static final long NOW = 1_800_000_000_000L;

    @Test
    void aTimeNearTheAcceptTimeStays() {
        HybridTime time = new HybridTime((NOW << 16) + 7);
        assertEquals(time, time.clampedTo(NOW));
        assertEquals(time, time.clampedTo(NOW + 5 * MINUTE));
        assertEquals(time, time.clampedTo(NOW - 5 * MINUTE));
    }

    @Test
    void aTimeFarFromTheAcceptTimeIsMovedToTheBound() {
        HybridTime time = HybridTime.ofMillis(NOW);
        assertEquals((NOW + 5 * MINUTE) << 16, time.clampedTo(NOW + 10 * MINUTE).value());
        assertEquals(
                ((NOW - 5 * MINUTE) << 16) + 0xffff,
                time.clampedTo(NOW - 10 * MINUTE).value());
    }

    @Property
    void aClampedTimeIsATimeWithinTheBounds(
            @ForAll @LongRange(min = 0) long value, @ForAll @LongRange(min = 0) long acceptTime) {
        HybridTime clamped = new HybridTime(value).clampedTo(acceptTime);
        long accepted = Math.min(acceptTime, (Long.MAX_VALUE >> 16) - 5 * MINUTE - 1);
        assertTrue(Math.abs(clamped.millis() - accepted) <= 5 * MINUTE);
        assertEquals(clamped, clamped.clampedTo(acceptTime));
    }

    @Property
    void anEffectiveTimeTellsWhenItMayHaveBeenAccepted(
            @ForAll @LongRange(min = 0) long value, @ForAll @LongRange(min = 0, max = NOW + NOW) long acceptTime) {
        HybridTime time = new HybridTime(value);
        HybridTime effective = time.clampedTo(acceptTime);
        assertEquals(effective, time.clampedTo(time.acceptTimeOf(effective)));
    }

    @Property
    void theTimeOfAnAcceptanceNearbyIsFoundToo(
            @ForAll @LongRange(min = 0, max = 0xffff) long counter,
            @ForAll @LongRange(min = -10 * MINUTE, max = 10 * MINUTE) long late) {
        HybridTime time = new HybridTime((NOW << 16) + counter);
        HybridTime effective = time.clampedTo(NOW + late);
        assertEquals(effective, time.clampedTo(time.acceptTimeOf(effective)));
    }

    @Property
    void theNextTimeIsLater(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 1) long last, @ForAll long wall) {
        assertTrue(new HybridClock(new HybridTime(last)).next(wall).value() > last);
    }

    @Test
    void theNextTimeIsThatOfTheWallWhenThatIsLater() {
        HybridClock clock = new HybridClock(HybridTime.ZERO).observe(HybridTime.ofMillis(NOW));
        assertEquals(HybridTime.ofMillis(NOW + 1), clock.next(NOW + 1));
        assertEquals(new HybridTime((NOW << 16) + 1), clock.next(NOW));
        assertEquals(new HybridTime((NOW << 16) + 1), clock.next(NOW - MINUTE));
        assertEquals(clock, clock.observe(HybridTime.ofMillis(NOW - 1)));
    }

    @Test
    void thereIsNoTimeBefore1970() {
        assertThrows(IllegalArgumentException.class, () -> new HybridTime(-1));
        assertEquals(HybridTime.ZERO, HybridTime.ofMillis(-5));
    }
}
