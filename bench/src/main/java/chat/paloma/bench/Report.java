package chat.paloma.bench;

import chat.paloma.bench.chart.Chart;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.WriterConfig;
import java.time.Instant;
import java.util.List;

/**
 * The outcome of one benchmark, complete: what was run, where, and every figure.
 *
 * @param command the command line that makes the same report again
 * @param notes lines of what else is to be known: versions, what was skipped
 * @param charts of the figures
 */
public record Report(
        String benchmark,
        String description,
        String command,
        Instant startedAt,
        Machine machine,
        List<Benchmark.Comparison> comparisons,
        List<String> notes,
        List<Measurement> measurements,
        List<Chart> charts) {
    /** The version of the JSON format, which {@code report.schema.json} describes. */
    public static final String SCHEMA = "paloma-bench/1";

    /** The report as JSON, with every single run. */
    public String toJson() {
        JsonArray figures = new JsonArray();
        for (Measurement measurement : measurements) {
            JsonArray runs = new JsonArray();
            measurement.runs().forEach(run -> runs.add(run));
            figures.add(new JsonObject()
                    .add("operation", measurement.operation())
                    .add("subject", measurement.subject())
                    .add("unit", measurement.unit().label())
                    .add("median", measurement.median())
                    .add("minimum", measurement.minimum())
                    .add("maximum", measurement.maximum())
                    .add("runs", runs));
        }
        JsonArray remarks = new JsonArray();
        notes.forEach(remarks::add);
        return new JsonObject()
                .add("schema", SCHEMA)
                .add("benchmark", benchmark)
                .add("command", command)
                .add("startedAt", startedAt.toString())
                .add(
                        "machine",
                        Json.object()
                                .add("processor", machine.processor())
                                .add("cores", machine.cores())
                                .add("memoryMebibytes", machine.memoryMebibytes())
                                .add("operatingSystem", machine.operatingSystem())
                                .add("java", machine.java()))
                .add("notes", remarks)
                .add("measurements", figures)
                .toString(WriterConfig.PRETTY_PRINT);
    }

    /** The report as a page for people, with the charts as files beside it. */
    public String toMarkdown() {
        StringBuilder more = new StringBuilder();
        notes.forEach(line -> more.append("- ").append(line).append('\n'));
        if (!notes.isEmpty()) {
            more.append('\n');
        }
        charts.forEach(chart -> more.append("![")
                .append(chart.title())
                .append("](")
                .append(chart.fileName(benchmark))
                .append(")\n\n"));
        return "# " + benchmark + "\n\n" + description + "\n\n```\n" + command + "\n```\n\n" + startedAt + ", "
                + machine.processor() + ", " + machine.cores() + " cores, " + machine.memoryMebibytes() + " MiB, "
                + machine.operatingSystem() + ", " + machine.java() + "\n\n" + more
                + new Table(this).toMarkdown();
    }
}
