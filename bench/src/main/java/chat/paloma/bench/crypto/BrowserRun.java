package chat.paloma.bench.crypto;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Measurement;
import chat.paloma.bench.NodeScript;
import chat.paloma.bench.Progress;
import chat.paloma.bench.Settings;
import chat.paloma.bench.Unit;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures in headless Chromium: the same operations as WebAssembly, and noble's in the same page. */
final class BrowserRun {
    static final String WEBASSEMBLY = "Chromium, WebAssembly";
    static final String NOBLE = "Chromium, noble";

    private BrowserRun() {}

    static List<Measurement> measure(List<String> operations, Settings settings, Progress progress)
            throws BenchmarkException {
        Optional<NodeScript> script = NodeScript.find("bench/crypto.mjs");
        if (script.isEmpty()) {
            progress.skip("Chromium", "start the benchmark with ./paloma bench, which builds the browser's part");
            return List.of();
        }
        progress.step("all operations in Chromium");
        JsonValue figures = script.get()
                .run(
                        "--milliseconds",
                        Long.toString(settings.iteration().toMillis()),
                        "--iterations",
                        Integer.toString(settings.iterations()),
                        "--operations",
                        String.join(",", operations));
        List<Measurement> measurements = new ArrayList<>();
        for (JsonValue value : figures.asArray()) {
            JsonObject figure = value.asObject();
            String subject = figure.getString("runtime", "").equals("noble") ? NOBLE : WEBASSEMBLY;
            List<Double> runs = figure.get("runs").asArray().values().stream()
                    .map(JsonValue::asDouble)
                    .toList();
            measurements.add(new Measurement(figure.getString("name", ""), subject, Unit.OPERATIONS_PER_SECOND, runs));
        }
        return measurements;
    }
}
