package chat.paloma.bench.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.bench.Measurement;
import chat.paloma.bench.RecordingProgress;
import chat.paloma.bench.Settings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A short run with a real node: it runs and reports. What the figures are is not asserted. */
@Tag("slow")
class FanoutBenchmarkTest {
    @Test
    void runsAndReports() throws Exception {
        FanoutBenchmark benchmark = new FanoutBenchmark(20, 5, 200);
        RecordingProgress progress = new RecordingProgress();
        List<Measurement> measurements =
                benchmark.measure(new Settings(Duration.ofMillis(20), 1, false, false, Pattern.compile("")), progress);
        List<String> operations =
                measurements.stream().map(Measurement::operation).toList();
        assertTrue(operations.contains("room of 20, closed loop"), operations.toString());
        assertTrue(operations.contains("4 rooms of 5, 200 deliveries/s, p99"), operations.toString());
        assertTrue(operations.contains("room of 20, texts, closed loop, CPU per delivery"), operations.toString());
        assertEquals(List.of(), progress.skipped);
        assertFalse(benchmark.charts(measurements).isEmpty());
    }
}
