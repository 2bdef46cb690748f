package chat.paloma.bench.cli;

import chat.paloma.bench.Benchmark;
import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Benchmarks;
import chat.paloma.bench.Machine;
import chat.paloma.bench.Measurement;
import chat.paloma.bench.Progress;
import chat.paloma.bench.Report;
import chat.paloma.bench.Settings;
import chat.paloma.bench.Table;
import chat.paloma.bench.chart.Chart;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures, prints the table, and writes the report where it is wanted. Progress goes to standard error. */
@Command(
        name = "bench",
        description = {"Measure Paloma beside what people would use instead.", "Figures are medians; see --json."})
final class BenchCommand implements Callable<Integer> {
    private static final String ALL = "all";

    /** The names for the help text and for completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> names =
                    Benchmarks.all().stream().map(Benchmark::name).sorted().toList();
            return Stream.concat(names.stream(), Stream.of(ALL)).iterator();
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "BENCHMARK",
            arity = "0..1",
            defaultValue = ALL,
            completionCandidates = Names.class,
            description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String name;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every figure to FILE as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write a page with charts and the JSON of each benchmark to DIR.")
    private @Nullable Path reportFolder;

    @Option(
            names = "--milliseconds",
            paramLabel = "N",
            defaultValue = "500",
            description = "How long one iteration takes. Default: ${DEFAULT-VALUE}.")
    private int milliseconds;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many iterations are measured, after as many to warm up. Default: ${DEFAULT-VALUE}.")
    private int iterations;

    @Option(names = "--large", description = "Measure also what takes minutes: groups of 10,000 members.")
    private boolean large;

    @Option(
            names = "--peers",
            description = "Measure also what people would use instead: Socket.IO, ws, ejabberd. "
                    + "On Debian as root, ejabberd is installed when it is missing.")
    private boolean peers;

    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            defaultValue = "",
            description = "Measure only operations with this pattern in their names.")
    private Pattern only;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    BenchCommand() {}

    @Override
    public Integer call() throws BenchmarkException, IOException {
        List<Benchmark> chosen = name.equals(ALL)
                ? Benchmarks.all()
                : Benchmarks.byName(name).stream().toList();
        if (chosen.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "unknown benchmark '" + name + "'");
        }
        if (json != null && chosen.size() > 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--json takes one benchmark; use --report");
        }
        for (Benchmark benchmark : chosen) {
            Report report = run(benchmark);
            publish(report);
        }
        return 0;
    }

    private Report run(Benchmark benchmark) throws BenchmarkException {
        PrintWriter err = spec.commandLine().getErr();
        List<String> notes = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void step(String what) {
                err.println("  " + what);
                err.flush();
            }

            @Override
            public void skip(String part, String why) {
                note("skipped: " + part + " (" + why + ")");
            }

            @Override
            public void note(String line) {
                notes.add(line);
                err.println("  " + line);
                err.flush();
            }
        };
        Instant startedAt = Instant.now();
        String loadBefore = Machine.load();
        List<Measurement> measurements = benchmark.measure(settings(), progress);
        notes.add("load of the machine: " + loadBefore + " before, " + Machine.load() + " after");
        return new Report(
                benchmark.name(),
                benchmark.description(),
                "./paloma "
                        + String.join(
                                " ", spec.root().commandLine().getParseResult().originalArgs()),
                startedAt,
                Machine.here(),
                benchmark.comparisons(),
                notes,
                measurements,
                benchmark.charts(measurements));
    }

    private Settings settings() {
        try {
            return new Settings(Duration.ofMillis(milliseconds), iterations, large, peers, only);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void publish(Report report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(report.description());
        out.println();
        out.print(new Table(report).toText());
        out.flush();
        if (json != null) {
            Files.writeString(json, report.toJson() + "\n");
        }
        if (reportFolder != null) {
            Files.createDirectories(reportFolder);
            Files.writeString(reportFolder.resolve(report.benchmark() + ".json"), report.toJson() + "\n");
            Files.writeString(reportFolder.resolve(report.benchmark() + ".md"), report.toMarkdown());
            for (Chart chart : report.charts()) {
                Files.writeString(reportFolder.resolve(chart.fileName(report.benchmark())), chart.toSvg());
            }
        }
    }
}
