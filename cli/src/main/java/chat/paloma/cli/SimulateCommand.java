package chat.paloma.cli;

import chat.paloma.core.mls.CipherSuite;
import chat.paloma.sim.Shrinking;
import chat.paloma.sim.Simulation;
import chat.paloma.sim.Simulation.Change;
import chat.paloma.sim.Simulation.Failure;
import chat.paloma.sim.Simulation.Result;
import chat.paloma.sim.world.Fault;
import chat.paloma.sim.world.Settings;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
            "The same seed and options give the same run, byte for byte.",
            "Exits with 0 when everything held, with 1 when something did not, and tells how it came to that.",
            "Exits with 2 when the command line is wrong."
        })
final class SimulateCommand implements Callable<Integer> {
    private static final int ATTEMPTS = 60;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The seed, or the first of them (1).")
    private long seed;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1", description = "How many seeds, one by one (1).")
    private int seeds;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "5", description = "Devices, each an account (5).")
    private int clients;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Inputs that are delivered to engines and the node before everything heals (10000).")
    private long steps;

    @Option(
            names = "--rooms",
            paramLabel = "N",
            description = "The most rooms that people create besides conversations of two (a quarter of the clients).")
    private @Nullable Integer rooms;

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            defaultValue = "classical",
            description = "classical, which is fast, or default, which is post-quantum (classical).")
    private String suite;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            defaultValue = "all",
            description = "What goes wrong: all, none, or a list of break, duplicate, partition, crash,"
                    + " disk-full, skew, node-restart, node-restore, fall-behind (all).")
    private String faults;

    @Option(names = "--malicious", description = "The node deceives: each attack must be harmless, or named.")
    private boolean malicious;

    @Option(
            names = "--no-shrink",
            description = "Tell the story of a failure as it is, without looking for a smaller one.")
    private boolean noShrink;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    SimulateCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        if (seeds < 1) {
            throw new ParameterException(spec.commandLine(), "--seeds is at least 1");
        }
        boolean held = true;
        for (long each = seed; each < seed + seeds; each++) {
            held &= run(settings(each), out, progress);
        }
        return held ? 0 : 1;
    }

    private Settings settings(long each) {
        try {
            Settings settings = Settings.of(each, clients, steps)
                    .withSuite(suite())
                    .withFaults(faults())
                    .withMalice(malicious);
            return rooms == null ? settings : settings.withRooms(rooms);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private CipherSuite suite() {
        return switch (suite) {
            case "classical" -> Settings.CLASSICAL;
            case "default" -> CipherSuite.DEFAULT;
            default -> throw new IllegalArgumentException("no suite is called '" + suite + "': classical or default");
        };
    }

    private Set<Fault> faults() {
        return switch (faults) {
            case "all" -> EnumSet.allOf(Fault.class);
            case "none" -> Set.of();
            default ->
                Arrays.stream(faults.split(",", -1)).map(SimulateCommand::fault).collect(Collectors.toSet());
        };
    }

    private static Fault fault(String name) {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault.option().equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault is called '" + name + "'"));
    }

    private boolean run(Settings settings, PrintWriter out, PrintWriter progress) {
        long began = System.nanoTime();
        Result result = Simulation.run(settings, Change.NONE, done -> {
            progress.println("  " + done + " of " + settings.steps() + " steps");
            progress.flush();
        });
        out.println(result.summary() + String.format(Locale.ROOT, ", %.1f s", (System.nanoTime() - began) / 1e9));
        result.failure().ifPresent(failure -> tell(result, failure, out, progress));
        out.flush();
        return result.failure().isEmpty();
    }

    private void tell(Result failed, Failure failure, PrintWriter out, PrintWriter progress) {
        out.println(failure.detail());
        out.flush();
        Result small = failed;
        if (!noShrink) {
            progress.println("  looking for a smaller run that fails in the same way");
            progress.flush();
            small = Shrinking.shrink(failed, Change.NONE, ATTEMPTS, line -> {
                progress.println("  " + line);
                progress.flush();
            });
        }
        Failure told = small.failure().orElseThrow();
        out.println();
        out.println("./paloma simulate " + small.settings().describe());
        told.story().forEach(line -> out.println("  " + line));
        out.println(told.detail());
        out.println();
    }
}
