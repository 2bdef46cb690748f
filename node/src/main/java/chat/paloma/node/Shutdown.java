package chat.paloma.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a clean stop, in an order that loses nothing: first nothing new comes in, then what is under way ends,
 * then what keeps data closes.
 *
 * <p>Within a phase, what registered last stops first, because it may use what registered before it. All phases but the
 * last share one deadline. A step that fails or does not end in time is logged and does not stop the others.
 */
public final class Shutdown {
    /** When a step runs. */
    public enum Phase {
        /** Nothing new is accepted: connections, requests. */
        STOP_ACCEPTING,
        /** What is under way ends; devices that are connected are told to come back. */
        DRAIN,
        /** What keeps data is written out and closed. It has as long as it needs, up to a minute. */
        CLOSE
    }

    /** One step. It may block. */
    @FunctionalInterface
    public interface Step {
        /**
         * Does it.
         *
         * @param deadline how long the step has
         * @throws Exception when it failed, to be logged
         */
        void run(Duration deadline) throws Exception;
    }

    private record Registered(String name, Step step) {}

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final Duration CLOSING_TIME = Duration.ofMinutes(1);

    private final Map<Phase, List<Registered>> steps = new EnumMap<>(Phase.class);
    private boolean started;

    /** Adds a step. After the stop has begun, this does nothing but say so in the log. */
    public synchronized void register(Phase phase, String name, Step step) {
        if (started) {
            LOG.warn("the node is stopping already: '{}' will not be stopped in order", name);
            return;
        }
        steps.computeIfAbsent(phase, ignored -> new ArrayList<>()).addFirst(new Registered(name, step));
    }

    /**
     * Runs every step, once; a second call does nothing.
     *
     * @param time what the phases before the last have together
     * @return whether every step ended well and in time
     */
    public boolean run(Duration time) {
        synchronized (this) {
            if (started) {
                return true;
            }
            started = true;
        }
        long end = System.nanoTime() + time.toNanos();
        boolean clean = true;
        // Not closed with a try: that would wait for a step that does not end.
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (Phase phase : Phase.values()) {
                for (Registered registered : steps.getOrDefault(phase, List.of())) {
                    Duration left = phase == Phase.CLOSE
                            ? CLOSING_TIME
                            : Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                    clean &= run(registered, left, threads);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return clean;
    }

    private static boolean run(Registered registered, Duration left, ExecutorService threads) {
        Future<?> running = threads.submit(() -> {
            registered.step().run(left);
            return null;
        });
        try {
            // A step that keeps its deadline to the millisecond is not late.
            running.get(left.toMillis() + 100, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            LOG.warn("stopping: '{}' did not end within {} ms", registered.name(), left.toMillis());
            running.cancel(true);
        } catch (ExecutionException e) {
            LOG.warn("stopping: '{}' failed: {}", registered.name(), String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
