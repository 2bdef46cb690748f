package chat.paloma.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.load.TestBroadcaster.Fault;
import chat.paloma.bench.subject.WsSubject;
import chat.paloma.bench.wire.Loop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The generator on real sockets, with servers that do wrong: what it must notice. */
class GeneratorTest {
    private static final int CLIENTS = 4;
    private static final Plan PLAN = new Plan(CLIENTS, List.of(Plan.firstOf("room", CLIENTS)));
    private static final Duration BRIEFLY = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static Outcome run(Fault fault, Duration delay, Phase.Pace pace, Duration length)
            throws BenchmarkException {
        try (Loop loop = new Loop();
                TestBroadcaster server = new TestBroadcaster(fault, delay);
                WsSubject subject =
                        new WsSubject(loop, ServerProcess.of(ProcessHandle.current()), server.port(), "a test's")) {
            Generator generator = new Generator(loop, subject, PLAN, PATIENCE);
            generator.open();
            return generator.run(new Phase(List.of(0), Phase.Content.OPAQUE, pace, length));
        }
    }

    @Test
    void countsEachMessageAtEachMember() throws BenchmarkException {
        Outcome outcome = run(Fault.NONE, Duration.ZERO, new Phase.Pace.Rate(50), BRIEFLY);
        assertEquals(10, outcome.messages());
        assertEquals(10 * CLIENTS, outcome.deliveries());
        assertEquals(10 * CLIENTS, outcome.latencies().getTotalCount());
    }

    @Test
    void keepsAClosedLoopGoing() throws BenchmarkException {
        Outcome outcome = run(Fault.NONE, Duration.ZERO, new Phase.Pace.Window(2), BRIEFLY);
        assertTrue(outcome.messages() > 2, outcome.toString());
        assertEquals(outcome.messages() * CLIENTS, outcome.deliveries());
    }

    @Test
    void seesAServerThatIsSlowerByTwentyMilliseconds() throws BenchmarkException {
        Outcome outcome = run(Fault.NONE, Duration.ofMillis(20), new Phase.Pace.Rate(50), BRIEFLY);
        assertTrue(outcome.latency(0) >= 20, "the quickest took " + outcome.latency(0) + " ms");
        assertTrue(outcome.latency(50) >= 20, "half took " + outcome.latency(50) + " ms");
    }

    /** A closed loop would send nothing while the server stands still, and find only one message slow. */
    @Test
    void countsAlsoTheMessagesThatShouldHaveBeenSentWhileTheServerStoodStill() throws BenchmarkException {
        Duration stall = Duration.ofMillis(500);
        Outcome outcome = run(Fault.STALLS_ONCE, stall, new Phase.Pace.Rate(100), Duration.ofSeconds(1));
        // Of a hundred messages those of the first 400 ms wait for at least 100 ms: from 500 down to 100.
        assertTrue(outcome.latency(65) >= 100, "35 of 100 took " + outcome.latency(65) + " ms and more");
    }

    @Test
    void failsWhenADeliveryIsLost() {
        BenchmarkException failure = assertThrows(
                BenchmarkException.class, () -> run(Fault.LOSES_ONE, Duration.ZERO, new Phase.Pace.Rate(50), BRIEFLY));
        assertEquals(
                "ws: 1 deliveries of 1 messages were lost, and 0 messages were not acknowledged", failure.getMessage());
    }

    @Test
    void failsWhenADeliveryComesTwice() {
        BenchmarkException failure = assertThrows(
                BenchmarkException.class,
                () -> run(Fault.DOUBLES_ONE, Duration.ZERO, new Phase.Pace.Rate(50), BRIEFLY));
        assertTrue(String.valueOf(failure.getMessage()).endsWith(" got a message twice"), failure.toString());
    }
}
