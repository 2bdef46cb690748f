package chat.paloma.bench.web;

import chat.paloma.bench.Benchmark;
import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Measurement;
import chat.paloma.bench.NodeScript;
import chat.paloma.bench.Progress;
import chat.paloma.bench.Settings;
import chat.paloma.bench.Unit;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a person waits for in the browser, in headless Chromium with the page of the product, a node, and a room of many
 * messages of somebody else: {@code web/bench/web.mjs} measures it.
 */
public final class WebBenchmark implements Benchmark {
    private static final int MESSAGES = 100_000;
    /** For trying it out: how many messages instead, and a folder that keeps the room for the next time. */
    private static final String MESSAGES_VARIABLE = "PALOMA_BENCH_MESSAGES";

    private static final String KEEP_VARIABLE = "PALOMA_BENCH_KEEP";

    @Override
    public String name() {
        return "web";
    }

    @Override
    public String description() {
        return "The page that a node serves, in headless Chromium, with a room of many messages of somebody else: "
                + "opening, scrolling, search, delivery, and the first load.";
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of();
    }

    @Override
    public List<Measurement> measure(Settings settings, Progress progress) throws BenchmarkException {
        Optional<NodeScript> script = NodeScript.find("bench/web.mjs");
        if (script.isEmpty()) {
            progress.skip("Chromium", "start the benchmark with ./paloma bench, which builds the browser's part");
            return List.of();
        }
        String messages = Optional.ofNullable(System.getenv(MESSAGES_VARIABLE)).orElse(Integer.toString(MESSAGES));
        progress.step("a room of " + messages + " messages, which takes minutes");
        List<String> arguments = new ArrayList<>(List.of(
                "--messages",
                messages,
                "--iterations",
                Integer.toString(settings.iterations()),
                "--filler",
                filler().toString()));
        Optional.ofNullable(System.getenv(KEEP_VARIABLE))
                .ifPresent(folder -> arguments.addAll(List.of("--keep", folder)));
        List<Measurement> measurements = new ArrayList<>();
        for (JsonValue value :
                script.get().run(arguments.toArray(String[]::new)).asArray()) {
            JsonObject figure = value.asObject();
            measurements.add(new Measurement(
                    figure.getString("operation", ""),
                    figure.getString("subject", ""),
                    unit(figure.getString("unit", "")),
                    figure.get("runs").asArray().values().stream()
                            .map(JsonValue::asDouble)
                            .toList()));
        }
        return measurements;
    }

    private static Unit unit(String label) throws BenchmarkException {
        return Arrays.stream(Unit.values())
                .filter(unit -> unit.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new BenchmarkException("no unit " + label));
    }

    /** The command that runs {@link RoomWriter} in a process of its own. */
    private static JsonArray filler() {
        JsonArray command = new JsonArray();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(RoomWriter.class.getName());
        return command;
    }
}
