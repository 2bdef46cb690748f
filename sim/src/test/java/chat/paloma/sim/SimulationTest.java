package chat.paloma.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.mls.CipherSuite;
import chat.paloma.sim.Simulation.Change;
import chat.paloma.sim.Simulation.Failure;
import chat.paloma.sim.Simulation.Result;
import chat.paloma.sim.world.Fault;
import chat.paloma.sim.world.Settings;
import chat.paloma.sim.world.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static void holds(Settings settings) {
        Result result = Simulation.run(settings);
        result.failure().map(Failure::detail).ifPresent(detail -> {
            throw new AssertionError("./paloma simulate " + settings.describe() + "\n" + detail);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everybodyTalksWhenNothingGoesWrong(long seed) {
        Settings settings = Settings.of(seed, 3, 1500).withFaults(Set.of());
        holds(settings);
        assertTrue(Simulation.run(settings).acknowledged() > 0);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfFaultIsSurvived(Fault fault) {
        holds(Settings.of(2, 4, 1200).withFaults(Set.of(fault)));
    }

    /** Seeds in which a node is put back behind the opening of a room, once or several times. */
    @ParameterizedTest
    @ValueSource(longs = {2, 8, 20})
    void roomsThatARestoredNodeLostAreOpenedAgain(long seed) {
        holds(Settings.of(seed, 4, 1500).withFaults(Set.of(Fault.NODE_RESTORE)));
    }

    /** Seeds in which a device is linked or revoked behind the backup, so that the node does not know it any more. */
    @ParameterizedTest
    @ValueSource(longs = {8, 18})
    void devicesThatARestoredNodeForgotComeBack(long seed) {
        holds(Settings.of(seed, 8, 10_000));
    }

    /** Long enough for people to lose devices, and to come back with the recovery key: within a few seeds somebody does. */
    @Test
    void accountsOutliveTheirDevices() {
        boolean recovered = false;
        boolean linked = false;
        for (long seed = 4; seed < 10 && !(recovered && linked); seed++) {
            World[] world = new World[1];
            Settings settings = Settings.of(seed, 8, 5000).withFaults(EnumSet.of(Fault.BREAK, Fault.CRASH));
            Result result = Simulation.run(settings, made -> world[0] = made, steps -> {});
            result.failure().map(Failure::detail).ifPresent(detail -> {
                throw new AssertionError("./paloma simulate " + settings.describe() + "\n" + detail);
            });
            recovered |= tells(world[0], "comes back with the recovery key of .*: done");
            linked |= tells(world[0], "is linked");
        }
        assertTrue(recovered, "nobody came back with the recovery key");
        assertTrue(linked, "no device was linked");
    }

    private static boolean tells(World world, String pattern) {
        return !world.trace().last(1, line -> line.what().matches(pattern)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void allFaultsTogetherAreSurvived(long seed) {
        holds(Settings.of(seed, 5, 2500));
    }

    @Test
    void randomSeedsAreSurvived() {
        for (int i = 0; i < 2; i++) {
            Settings settings = Settings.of(ThreadLocalRandom.current().nextLong(1_000_000_000), 4, 1500);
            System.out.println("./paloma simulate " + settings.describe());
            holds(settings);
        }
    }

    @Test
    void theDefaultSuiteIsNoDifferent() {
        holds(Settings.of(5, 3, 600).withSuite(CipherSuite.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aNodeThatDeceivesIsHarmlessOrNamed(long seed) {
        Set<Fault> faults = EnumSet.of(Fault.BREAK, Fault.CRASH);
        Settings settings = Settings.of(seed, 4, 3000).withFaults(faults).withMalice(true);
        Result result = Simulation.run(settings);
        result.failure().map(Failure::detail).ifPresent(detail -> {
            throw new AssertionError("./paloma simulate " + settings.describe() + "\n" + detail);
        });
        assertTrue(result.attacks() > 0, result.summary());
    }

    @Test
    void aSeedReplaysExactly() {
        Settings settings = Settings.of(7, 4, 1500);
        assertEquals(Simulation.run(settings).hash(), Simulation.run(settings).hash());
    }

    /** Some collections have another order in each process. */
    @Test
    void aSeedReplaysExactlyInAnotherProcess() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(java.toString(), "-cp", classPath, HashOfASeed.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor());
        assertEquals(String.valueOf(Simulation.run(HashOfASeed.settings()).hash()), there);
    }

    @Test
    void seedsDiffer() {
        long one = Simulation.run(Settings.of(8, 2, 300)).hash();
        long other = Simulation.run(Settings.of(9, 2, 300)).hash();
        assertTrue(one != other);
    }

    @Test
    void aFailureTellsASmallStory() {
        Change change = world -> world.node().breakBy(chat.paloma.sim.node.Flaw.BREAKS_THE_CHAIN);
        Result failed = Simulation.run(Settings.of(1, 5, 2000), change, steps -> {});
        assertTrue(failed.failure().isPresent(), failed.summary());
        Result small = Shrinking.shrink(failed, change, 12, line -> {});
        assertEquals(
                failed.failure().get().rule(), small.failure().orElseThrow().rule());
        assertTrue(
                small.settings().faults().size() < failed.settings().faults().size(),
                small.settings().describe());
        assertTrue(!small.failure().get().story().isEmpty());
    }
}
