package chat.paloma.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.sim.Simulation.Change;
import chat.paloma.sim.Simulation.Result;
import chat.paloma.sim.base.SeededRandom;
import chat.paloma.sim.client.SimClient;
import chat.paloma.sim.node.Flaw;
import chat.paloma.sim.world.Fault;
import chat.paloma.sim.world.Settings;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule of delivery is broken once on purpose: by the node, by a host, by a disk. The simulator catches all of it. */
class BrokenDeliveryTest {
    private static final Set<Fault> FAULTS = EnumSet.of(Fault.BREAK, Fault.DUPLICATE, Fault.CRASH, Fault.NODE_RESTART);
    private static final int SEEDS = 20;

    /** The number of the engine's table of messages that wait to be sent. */
    private static final int OUTBOX = 12;
    /** The number of its table of parts of lanes that are to be looked at. */
    private static final int GAPS = 70;

    private static Settings small(long seed) {
        return Settings.of(seed, 4, 1500).withFaults(FAULTS);
    }

    private static void isCaught(String what, Change change) {
        isCaught(what, "", BrokenDeliveryTest::small, change);
    }

    /**
     * @param rule that what fails belongs to; empty for any
     */
    private static void isCaught(String what, String rule, LongFunction<Settings> settings, Change change) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Result result = Simulation.run(settings.apply(seed), change, steps -> {});
            if (result.failure()
                    .filter(failure -> rule.isEmpty() || failure.rule().equals(rule))
                    .isPresent()) {
                System.out.println(what + " is caught by seed " + seed + ": "
                        + result.failure().get().rule());
                return;
            }
        }
        fail(what + " is not caught");
    }

    private static void isCaughtAtHosts(String what, Supplier<SimClient.Hooks> hooks) {
        isCaught(what, world -> world.clients().forEach(client -> client.hook(hooks.get())));
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatBreaksARuleIsCaught(Flaw flaw) {
        isCaught(flaw.name(), world -> world.node().breakBy(flaw));
    }

    @Test
    void anOutboxThatForgetsIsCaught() {
        isCaught(
                "an outbox that forgets",
                dropping(entry -> entry.key().at(0) == OUTBOX && entry.value().isPresent()));
    }

    /** A message that carries no operation asks for something, or answers that there is nothing. */
    @Test
    void aRepairThatNeverAsksIsCaught() {
        isCaught(
                "a repair that never asks",
                "everything can be read",
                BrokenDeliveryTest::small,
                dropping(entry -> entry.key().at(0) == OUTBOX && carriesNothing(entry)));
    }

    /** That takes long enough for people to lose devices with what was not archived. */
    @Test
    void aDeviceThatComesBackAndNeverLooksIsCaught() {
        isCaught(
                "a device that comes back and never looks at what was not archived",
                "nothing acknowledged is lost",
                seed -> Settings.of(seed, 5, 4000).withFaults(EnumSet.of(Fault.BREAK, Fault.CRASH)),
                dropping(entry -> entry.key().at(0) == GAPS));
    }

    private static Change dropping(Predicate<StateChange> unwanted) {
        return world -> world.clients()
                .forEach(client -> client.hook(new SimClient.Hooks() {
                    @Override
                    public List<StateChange> store(List<StateChange> changes) {
                        return changes.stream()
                                .filter(change -> !unwanted.test(change))
                                .toList();
                    }
                }));
    }

    private static boolean carriesNothing(StateChange entry) {
        return entry.value().filter(value -> value.at(0) == 0).isPresent();
    }

    @Test
    void aDiskThatLosesBatchesIsCaught() {
        SeededRandom random = new SeededRandom(1);
        isCaughtAtHosts("a disk that loses batches", () -> new SimClient.Hooks() {
            @Override
            public List<StateChange> store(List<StateChange> changes) {
                return random.nextInt(40) == 0 ? List.of() : changes;
            }
        });
    }

    @Test
    void aDiskThatStoresHalfABatchIsCaught() {
        SeededRandom random = new SeededRandom(2);
        isCaughtAtHosts("a disk that stores half a batch", () -> new SimClient.Hooks() {
            @Override
            public List<StateChange> store(List<StateChange> changes) {
                return random.nextInt(40) == 0 ? changes.subList(0, changes.size() / 2) : changes;
            }
        });
    }

    @Test
    void aHostThatSendsEveryFrameTwiceIsCaught() {
        isCaughtAtHosts("a host that sends every frame twice", () -> new SimClient.Hooks() {
            @Override
            public List<ByteString> send(ByteString frame) {
                return List.of(frame, frame);
            }
        });
    }

    /** It is slower: a connection on which nothing comes any more is made anew. */
    @Test
    void aHostThatDropsFramesDoesNoHarm() {
        SeededRandom random = new SeededRandom(3);
        Change change = world -> world.clients()
                .forEach(client -> client.hook(new SimClient.Hooks() {
                    @Override
                    public List<ByteString> send(ByteString frame) {
                        return random.nextInt(12) == 0 ? List.of() : List.of(frame);
                    }
                }));
        Result result = Simulation.run(small(1), change, steps -> {});
        assertTrue(result.failure().isEmpty(), result.summary());
    }
}
