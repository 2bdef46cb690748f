package chat.paloma.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.node.Shutdown.Phase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ShutdownTest {
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final Shutdown shutdown = new Shutdown();

    @Test
    void runsPhasesInOrderAndStepsBackwards() {
        shutdown.register(Phase.CLOSE, "store", time -> order.add("store"));
        shutdown.register(Phase.CLOSE, "lanes", time -> order.add("lanes"));
        shutdown.register(Phase.DRAIN, "drain", time -> order.add("drain"));
        shutdown.register(Phase.STOP_ACCEPTING, "accept", time -> order.add("accept"));
        assertTrue(shutdown.run(Duration.ofSeconds(1)));
        assertTrue(shutdown.run(Duration.ofSeconds(1)));
        assertEquals(List.of("accept", "drain", "lanes", "store"), order);
    }

    @Test
    void goesOnAfterAStepThatFailsOrHangs() {
        shutdown.register(Phase.CLOSE, "store", time -> order.add("store"));
        shutdown.register(Phase.DRAIN, "hangs", time -> new CountDownLatch(1).await());
        shutdown.register(Phase.STOP_ACCEPTING, "fails", time -> {
            throw new IllegalStateException("broken");
        });
        assertFalse(shutdown.run(Duration.ofMillis(100)));
        assertEquals(List.of("store"), order);
    }
}
