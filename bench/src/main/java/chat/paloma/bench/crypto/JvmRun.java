package chat.paloma.bench.crypto;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Measurement;
import chat.paloma.bench.Progress;
import chat.paloma.bench.Settings;
import chat.paloma.bench.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures on the JVM with JMH: each operation and provider in a process of its own, warmed up as long as measured. */
final class JvmRun {
    private JvmRun() {}

    static List<Measurement> measure(List<String> operations, Settings settings, Progress progress)
            throws BenchmarkException {
        List<Measurement> measurements = new ArrayList<>();
        for (Provider provider : Provider.values()) {
            for (String operation : operations) {
                progress.step(operation + ", " + provider.subject());
                measurements.add(new Measurement(
                        operation,
                        provider.subject(),
                        Unit.OPERATIONS_PER_SECOND,
                        runs(operation, provider, settings)));
            }
        }
        return measurements;
    }

    private static List<Double> runs(String operation, Provider provider, Settings settings) throws BenchmarkException {
        TimeValue time = TimeValue.milliseconds(settings.iteration().toMillis());
        Options options = new OptionsBuilder()
                .include(OperationState.class.getName())
                .param("operation", operation)
                .param("provider", provider.name())
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .forks(1)
                .jvmArgs("-Xmx1g", "--sun-misc-unsafe-memory-access=allow")
                .threads(1)
                .warmupIterations(settings.iterations())
                .warmupTime(time)
                .measurementIterations(settings.iterations())
                .measurementTime(time)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            RunResult result = new Runner(options).runSingle();
            return result.getBenchmarkResults().stream()
                    .flatMap(fork -> fork.getIterationResults().stream())
                    .map(JvmRun::score)
                    .toList();
        } catch (RunnerException e) {
            throw new BenchmarkException("JMH could not measure " + operation + ": " + e.getMessage(), e);
        }
    }

    private static double score(IterationResult iteration) {
        return iteration.getPrimaryResult().getScore();
    }
}
