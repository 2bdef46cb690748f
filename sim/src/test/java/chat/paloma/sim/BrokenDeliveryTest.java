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

    private static void isCaught(String what, Change change) {
        isCaught(what, "", change);
    }

    /**
     * @param rule that what fails belongs to; empty for any
     */
    private static void isCaught(String what, String rule, Change change) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Result result = Simulation.run(Settings.of(seed, 4, 1500).withFaults(FAULTS), change, steps -> {});
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
        isCaughtAtHosts("an outbox that forgets", () -> new SimClient.Hooks() {
            @Override
            public List<StateChange> store(List<StateChange> changes) {
                return changes.stream()
                        .filter(change ->
                                change.key().at(0) != OUTBOX || change.value().isEmpty())
                        .toList();
            }
        });
    }

    /** A message that carries no operation asks for something, or answers that there is nothing. */
    @Test
    void aRepairThatNeverAsksIsCaught() {
        Supplier<SimClient.Hooks> silent = () -> new SimClient.Hooks() {
            @Override
            public List<StateChange> store(List<StateChange> changes) {
                return changes.stream()
                        .filter(change -> change.key().at(0) != OUTBOX || !carriesNothing(change))
                        .toList();
            }
        };
        isCaught(
                "a repair that never asks",
                "everything can be read",
                world -> world.clients().forEach(client -> client.hook(silent.get())));
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
        Result result = Simulation.run(Settings.of(1, 4, 1500).withFaults(FAULTS), change, steps -> {});
        assertTrue(result.failure().isEmpty(), result.summary());
    }
}
