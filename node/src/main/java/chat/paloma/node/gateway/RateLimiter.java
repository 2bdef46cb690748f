package chat.paloma.node.gateway;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each of many may do something: a token bucket for each key, which holds ten seconds' worth of tokens and
 * refills evenly. Knows at most a given number of keys; the one that was seen longest ago is forgotten first, which gives
 * it a full bucket. Thread-safe.
 */
public final class RateLimiter<K> {
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;

    private static final class Bucket {
        private double tokens;
        private long at;

        Bucket(double tokens, long at) {
            this.tokens = tokens;
            this.at = at;
        }
    }

    private final double tokensPerNano;
    private final double most;
    private final int mostKeys;
    private final LongSupplier clock;
    private final Map<K, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Makes one in which every bucket is full.
     *
     * @param perMinute how many a minute in the long run, at least 1
     * @param mostKeys how many keys are known at a time, at least 1
     * @param clock monotonic nanoseconds
     */
    public RateLimiter(int perMinute, int mostKeys, LongSupplier clock) {
        if (perMinute < 1 || mostKeys < 1) {
            throw new IllegalArgumentException("a limit must allow something");
        }
        this.tokensPerNano = (double) perMinute / NANOS_PER_MINUTE;
        this.most = Math.max(1, perMinute / 6.0);
        this.mostKeys = mostKeys;
        this.clock = clock;
    }

    /** Takes a token: zero when there was one, else how long to wait until there is. */
    public synchronized Duration take(K key) {
        long now = clock.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(key, unknown -> new Bucket(most, now));
        if (buckets.size() > mostKeys) {
            Iterator<K> oldest = buckets.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        bucket.tokens = Math.min(most, bucket.tokens + (now - bucket.at) * tokensPerNano);
        bucket.at = now;
        if (bucket.tokens >= 1) {
            bucket.tokens -= 1;
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((1 - bucket.tokens) / tokensPerNano));
    }
}
