package chat.paloma.node.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Whether the node takes requests: it has started, it is not stopping, and its parts say that they work. Thread-safe. */
public final class Readiness {
    private enum State {
        STARTING,
        RUNNING,
        STOPPING
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final Map<String, BooleanSupplier> checks = new ConcurrentSkipListMap<>();

    /** Adds what must be true too. It is asked on an event loop and must not block. */
    public void require(String name, BooleanSupplier check) {
        checks.put(name, check);
    }

    /** The node has started. */
    public void started() {
        state.compareAndSet(State.STARTING, State.RUNNING);
    }

    /** The node is stopping, for good. */
    public void stopping() {
        state.set(State.STOPPING);
    }

    /** Whether it takes requests. */
    public boolean isReady() {
        return obstacle().isEmpty();
    }

    /** Why it is not ready, in a word; empty when it is. */
    Optional<String> obstacle() {
        return switch (state.get()) {
            case STARTING -> Optional.of("starting");
            case STOPPING -> Optional.of("stopping");
            case RUNNING ->
                checks.entrySet().stream()
                        .filter(check -> !check.getValue().getAsBoolean())
                        .map(Map.Entry::getKey)
                        .findFirst();
        };
    }
}
