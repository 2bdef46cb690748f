package chat.paloma.bench;

import chat.paloma.bench.chart.Chart;
import java.util.List;

/** Something to measure. The table is {@link Benchmarks}. */
public interface Benchmark {
    /** The name on the command line. */
    String name();

    /** What is measured, in one sentence for the head of the report. */
    String description();

    /**
     * What the ratios of the report compare: each pair's left subject divided by its right one.
     */
    List<Comparison> comparisons();

    /**
     * Measures. A part that cannot run here is reported as skipped, with the reason; it never stops the others.
     *
     * @throws BenchmarkException when nothing can be measured
     */
    List<Measurement> measure(Settings settings, Progress progress) throws BenchmarkException;

    /** Charts of what was measured, for the report. */
    default List<Chart> charts(List<Measurement> measurements) {
        return List.of();
    }

    /** Two subjects of a benchmark, compared by their medians. */
    record Comparison(String subject, String against) {}
}
