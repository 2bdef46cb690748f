package chat.paloma.cli;

import chat.paloma.core.mls.CipherSuite;
import chat.paloma.sim.base.Trace;
import chat.paloma.sim.check.Broken;
import chat.paloma.sim.world.Fault;
import chat.paloma.sim.world.Settings;
import chat.paloma.sim.world.World;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets simulated devices talk through a simulated node, and checks what must hold. */
@Command(
        name = "simulate",
        description = {
            "Let simulated devices talk through a simulated node while things go wrong, and check what must hold.",
            "The same seed gives the same run. Exits with 1 when something did not hold, and tells the last of the story."
        })
final class SimulateCommand implements Callable<Integer> {
    private enum Suite {
        classical,
        post_quantum
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", defaultValue = "1", description = "The first seed (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--seeds", defaultValue = "1", description = "How many seeds, one after the other.")
    private int seeds;

    @Option(names = "--clients", defaultValue = "5", description = "Devices, each of an account of its own.")
    private int clients;

    @Option(names = "--steps", defaultValue = "10000", description = "Inputs to devices and node before all heals.")
    private long steps;

    @Option(names = "--suite", defaultValue = "classical", description = "${COMPLETION-CANDIDATES}; classical is fast.")
    private Suite suite;

    @Option(
            names = "--faults",
            split = ",",
            paramLabel = "FAULT",
            description = "What goes wrong: ${COMPLETION-CANDIDATES} (default: all).")
    private Set<Fault> faults = EnumSet.allOf(Fault.class);

    @Option(names = "--no-faults", description = "Nothing goes wrong.")
    private boolean noFaults;

    @Option(names = "--story", defaultValue = "40", description = "Lines of the story of a failure to print.")
    private int story;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    SimulateCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean held = true;
        for (long each = seed; each < seed + seeds; each++) {
            held &= run(each, out);
            out.flush();
        }
        return held ? 0 : 1;
    }

    private Settings settings(long each) {
        try {
            return Settings.of(each, clients, steps)
                    .withSuite(suite == Suite.classical ? Settings.CLASSICAL : CipherSuite.DEFAULT)
                    .withFaults(noFaults ? Set.of() : faults);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private boolean run(long each, PrintWriter out) {
        World world = new World(settings(each));
        long began = System.nanoTime();
        boolean held = true;
        try {
            world.run();
            out.print("seed " + each + ": all held");
        } catch (Broken e) {
            held = false;
            out.println("seed " + each + ": BROKEN: " + e.getMessage());
            tell(world, e.about(), out);
            out.print("seed " + each);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        out.printf(
                "; %d steps, %d operations, %d acknowledgements, %.1f s, trace %016x%n",
                world.steps(),
                world.oracle().operations(),
                world.oracle().acknowledgements(),
                seconds,
                world.trace().hash());
        return held;
    }

    private void tell(World world, List<String> about, PrintWriter out) {
        List<Trace.Line> lines = world.trace()
                .last(
                        story,
                        line -> about.isEmpty()
                                || about.stream()
                                        .anyMatch(each -> line.who().equals(each)
                                                || line.what().contains(each)));
        long from = lines.isEmpty() ? 0 : lines.getFirst().time();
        lines.forEach(line -> out.println("  +" + (line.time() - from) + " ms  " + line.who() + " " + line.what()));
    }
}
