package chat.paloma.bench;

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
 */
public record Report(
        String benchmark,
        String description,
        String command,
        Instant startedAt,
        Machine machine,
        List<Benchmark.Comparison> comparisons,
        List<Measurement> measurements) {
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
                .add("measurements", figures)
                .toString(WriterConfig.PRETTY_PRINT);
    }

    /** The report as a page for people. */
    public String toMarkdown() {
        return "# " + benchmark + "\n\n" + description + "\n\n```\n" + command + "\n```\n\n" + startedAt + ", "
                + machine.processor() + ", " + machine.cores() + " cores, " + machine.memoryMebibytes() + " MiB, "
                + machine.operatingSystem() + ", " + machine.java() + "\n\n" + new Table(this).toMarkdown();
    }
}
