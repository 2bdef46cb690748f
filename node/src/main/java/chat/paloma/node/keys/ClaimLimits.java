package chat.paloma.node.keys;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.gateway.SharedCounts;
import chat.paloma.node.store.Refusal;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often an account may claim: {@link #OF_ONE_ACCOUNT} times an hour from one account, {@link #OF_ALL} times an hour
 * in all. Within any hour, not by the clock's. The count begins anew with the node.
 */
final class ClaimLimits {
    static final int OF_ONE_ACCOUNT = 60;
    static final int OF_ALL = 600;

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MAX_KNOWN = 100_000;

    private final InstantSource clock;
    private final SharedCounts shared;
    private final Cache<Object, Deque<Long>> claims = Caffeine.newBuilder()
            .maximumSize(MAX_KNOWN)
            .expireAfterAccess(WINDOW)
            .build();

    /**
     * @param shared counts of the claims on all nodes
     */
    ClaimLimits(InstantSource clock, SharedCounts shared) {
        this.clock = clock;
        this.shared = shared;
    }

    private record Pair(AccountId claimer, AccountId target) {}

    private record AllClaims(AccountId claimer) {}

    /**
     * Counts a claim.
     *
     * @throws Refusal {@code RATE_LIMITED}, which counts nothing
     */
    synchronized void count(AccountId claimer, AccountId target) {
        long now = clock.millis();
        Deque<Long> all = recent(claimer, now);
        Deque<Long> ofOne = recent(new Pair(claimer, target), now);
        require(all, OF_ALL, now);
        require(ofOne, OF_ONE_ACCOUNT, now);
        requireShared(new AllClaims(claimer), OF_ALL);
        requireShared(new Pair(claimer, target), OF_ONE_ACCOUNT);
        all.addLast(now);
        ofOne.addLast(now);
    }

    private Deque<Long> recent(Object key, long now) {
        Deque<Long> times = claims.asMap().computeIfAbsent(key, unknown -> new ArrayDeque<>());
        while (!times.isEmpty() && times.peekFirst() <= now - WINDOW.toMillis()) {
            times.removeFirst();
        }
        return times;
    }

    private static void require(Deque<Long> times, int most, long now) {
        if (times.size() >= most) {
            throw refusal(times.getFirst() + WINDOW.toMillis() - now);
        }
    }

    private void requireShared(Object key, int most) {
        Duration wait = shared.count(key, most, WINDOW);
        if (!wait.isZero()) {
            throw refusal(wait.toMillis());
        }
    }

    private static Refusal refusal(long wait) {
        return new Refusal(Failure.after(
                FailureCode.RATE_LIMITED, (int) Math.clamp(wait, 1, WINDOW.toMillis()), "key packages claimed"));
    }
}
