package chat.paloma.bench.cluster;

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

/** A short run with real nodes and engines: it runs and reports. What the figures are is not asserted. */
@Tag("slow")
class ClusterBenchmarkTest {
    @Test
    void runsAndReports() throws Exception {
        ClusterBenchmark benchmark = new ClusterBenchmark(10, 5, 100, 2, 20);
        List<Measurement> measurements = benchmark.measure(
                new Settings(Duration.ofMillis(20), 1, false, false, Pattern.compile("")), new RecordingProgress());
        assertTrue(
                measurements.stream()
                        .anyMatch(each -> each.operation().equals("room of 10, closed loop, CPU per delivery, engines")
                                && each.subject().equals("2 nodes")),
                measurements.toString());
        assertTrue(
                measurements.stream()
                        .anyMatch(each -> each.operation().equals("2 rooms of 5, 100 deliveries/s, p99")
                                && each.subject().equals("SQLite")),
                measurements.toString());
        assertFalse(benchmark.charts(measurements).isEmpty());
    }
}
