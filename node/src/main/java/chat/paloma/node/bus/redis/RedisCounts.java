package chat.paloma.node.bus.redis;

import chat.paloma.node.gateway.SharedCounts;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts in Redis: each node adds what it counted a few times a second, and learns the sum. Whoever was above the limit
 * of a window waits for its end.
 */
public final class RedisCounts implements SharedCounts {
    /** How often counts are exchanged. */
    public static final Duration INTERVAL = Duration.ofMillis(250);

    private static final int MAX_KEYS = 100_000;
    private static final int BATCH = 1_000;

    private final RedisLink link;
    private final String prefix;
    private final InstantSource clock;
    private final Map<Window, Integer> counted = new ConcurrentHashMap<>();
    /** Windows in which all nodes together have reached the limit. */
    private final Map<Window, Boolean> full = new ConcurrentHashMap<>();

    /** One key's count in one window of time, which is the number of such windows since 1970. */
    private record Window(Object key, long number, long millis, int most) {
        long end() {
            return (number + 1) * millis;
        }
    }

    public RedisCounts(RedisLink link, String prefix, InstantSource clock) {
        this.link = link;
        this.prefix = prefix;
        this.clock = clock;
    }

    @Override
    public Duration count(Object key, int most, Duration window) {
        long now = clock.millis();
        Window current = new Window(key, now / window.toMillis(), window.toMillis(), most);
        if (full.containsKey(current)) {
            return Duration.ofMillis(Math.max(1, current.end() - now));
        }
        if (counted.size() < MAX_KEYS) {
            counted.merge(current, 1, Integer::sum);
        }
        return Duration.ZERO;
    }

    /** Adds what was counted since, and learns what others counted; to be called every {@link #INTERVAL}. */
    public void exchange() {
        long now = clock.millis();
        full.keySet().removeIf(window -> window.end() <= now);
        List<Window> windows = List.copyOf(counted.keySet());
        for (int from = 0; from < windows.size(); from += BATCH) {
            exchange(windows.subList(from, Math.min(windows.size(), from + BATCH)));
        }
    }

    private void exchange(List<Window> windows) {
        List<Request> requests = new ArrayList<>();
        for (Window window : windows) {
            Integer count = counted.remove(window);
            String name = prefix + ":" + window.key() + ":" + window.millis() + ":" + window.number();
            requests.add(Request.cmd(Command.INCRBY).arg(name).arg(count == null ? 0 : count));
            requests.add(Request.cmd(Command.PEXPIRE).arg(name).arg(2 * window.millis()));
        }
        // Without Redis, what was counted is forgotten: each node has its own limits.
        link.batch(requests).onSuccess(answers -> learn(windows, answers));
    }

    private void learn(List<Window> windows, List<Response> answers) {
        for (int i = 0; i < windows.size() && 2 * i < answers.size(); i++) {
            Long sum = answers.get(2 * i).toLong();
            if (sum != null && sum > windows.get(i).most() && full.size() < MAX_KEYS) {
                full.put(windows.get(i), true);
            }
        }
    }
}
