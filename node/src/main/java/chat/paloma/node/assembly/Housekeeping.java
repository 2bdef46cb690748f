package chat.paloma.node.assembly;

import chat.paloma.node.store.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done now and then: deleting what nobody may keep, and going on with what was left undone. One node of a
 * database does it at a time.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private final Supplier<Optional<Lease>> lease;
    private final List<Runnable> chores;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().daemon().name("housekeeping").unstarted(work));
    private @Nullable ScheduledFuture<?> running;

    /**
     * @param lease that the node must have meanwhile
     */
    Housekeeping(Supplier<Optional<Lease>> lease, List<Runnable> chores) {
        this.lease = lease;
        this.chores = List.copyOf(chores);
    }

    void start() {
        running = timer.scheduleWithFixedDelay(
                () -> run(this::runAll), FIRST.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void runAll() {
        Optional<Lease> taken = lease.get();
        if (taken.isPresent()) {
            try (Lease held = taken.get()) {
                chores.stream().takeWhile(chore -> held.isHeld()).forEach(Housekeeping::run);
            }
        }
    }

    private static void run(Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException e) {
            LOG.error("housekeeping failed; it is tried again in {} minutes", INTERVAL.toMinutes(), e);
        }
    }

    @Override
    public void close() {
        if (running != null) {
            running.cancel(false);
        }
        timer.shutdown();
    }
}
