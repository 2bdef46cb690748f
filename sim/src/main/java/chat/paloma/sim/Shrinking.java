package chat.paloma.sim;

import chat.paloma.sim.Simulation.Change;
import chat.paloma.sim.Simulation.Result;
import chat.paloma.sim.world.Fault;
import chat.paloma.sim.world.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Looks for a smaller simulation that breaks the same rule: with fewer kinds of faults, fewer devices, fewer steps, and
 * the seeds next to the one that failed where that one no longer does.
 */
public final class Shrinking {
    private static final int SEEDS = 3;

    private final Change change;
    private final Consumer<String> progress;
    private Result smallest;
    private int attempts;

    private Shrinking(Result failed, Change change, int attempts, Consumer<String> progress) {
        this.smallest = failed;
        this.change = change;
        this.attempts = attempts;
        this.progress = progress;
    }

    /**
     * Shrinks a result that has a failure.
     *
     * @param attempts the most simulations to run
     * @param progress told of each that is smaller and fails as well
     */
    public static Result shrink(Result failed, Change change, int attempts, Consumer<String> progress) {
        Shrinking shrinking = new Shrinking(failed, change, attempts, progress);
        shrinking.run();
        return shrinking.smallest;
    }

    private void run() {
        // What happens behind the failure is not needed, and where it begins to fail is a good first guess.
        boolean smaller = tryOne(smallest.settings().withSteps(smallest.steps()));
        do {
            smaller = false;
            for (Settings candidate : candidates(smallest.settings())) {
                if (tryNear(candidate)) {
                    smaller = true;
                    break;
                }
            }
        } while (smaller && attempts > 0);
    }

    private static List<Settings> candidates(Settings from) {
        List<Settings> candidates = new ArrayList<>();
        if (from.clients() > 4) {
            candidates.add(from.withClients(from.clients() / 2));
        }
        for (Fault fault : from.faults()) {
            Set<Fault> fewer = new TreeSet<>(from.faults());
            fewer.remove(fault);
            candidates.add(from.withFaults(fewer));
        }
        if (from.clients() > 2) {
            candidates.add(from.withClients(from.clients() - 1));
        }
        if (from.steps() > 100) {
            candidates.add(from.withSteps(from.steps() / 2));
            candidates.add(from.withSteps(from.steps() * 4 / 5));
        }
        return candidates;
    }

    private boolean tryNear(Settings candidate) {
        for (int i = 0; i < SEEDS; i++) {
            if (tryOne(candidate.withSeed(candidate.seed() + i))) {
                return true;
            }
        }
        return false;
    }

    private boolean tryOne(Settings candidate) {
        if (attempts <= 0) {
            return false;
        }
        attempts--;
        Result result = Simulation.run(candidate, change, steps -> {});
        boolean same = result.failure().isPresent()
                && result.failure()
                        .get()
                        .rule()
                        .equals(smallest.failure().orElseThrow().rule());
        if (same) {
            smallest = result;
            progress.accept(candidate.describe());
        }
        return same;
    }
}
