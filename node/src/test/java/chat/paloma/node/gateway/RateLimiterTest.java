package chat.paloma.node.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private final AtomicLong now = new AtomicLong();

    @Test
    void allowsABurstAndThenAnEvenRate() {
        RateLimiter<String> limiter = new RateLimiter<>(60, 10, now::get);
        for (int i = 0; i < 10; i++) {
            assertEquals(Duration.ZERO, limiter.take("a"));
        }
        assertEquals(Duration.ofSeconds(1), limiter.take("a"));
        assertEquals(Duration.ZERO, limiter.take("b"));
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertEquals(Duration.ZERO, limiter.take("a"));
        assertEquals(Duration.ofSeconds(1), limiter.take("a"));
    }

    @Test
    void forgetsWhoeverWasSeenLongestAgo() {
        RateLimiter<String> limiter = new RateLimiter<>(6, 2, now::get);
        limiter.take("a");
        limiter.take("b");
        assertEquals(Duration.ofSeconds(10), limiter.take("a"));
        limiter.take("c");
        assertEquals(Duration.ofSeconds(10), limiter.take("a"));
        assertEquals(Duration.ZERO, limiter.take("b"));
    }
}
