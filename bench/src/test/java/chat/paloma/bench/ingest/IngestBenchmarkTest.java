package chat.paloma.bench.ingest;

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
class IngestBenchmarkTest {
    @Test
    void runsAndReports() throws Exception {
        IngestBenchmark benchmark = new IngestBenchmark(100, 200, 1, 4, 8);
        List<Measurement> measurements = benchmark.measure(
                new Settings(Duration.ofMillis(10), 1, false, false, Pattern.compile("bytes")),
                new RecordingProgress());
        List<String> operations =
                measurements.stream().map(Measurement::operation).toList();
        assertTrue(operations.contains("4 rooms, 3,000 bytes"), operations.toString());
        assertTrue(operations.contains("8 rooms, 3,000 bytes, commits"), operations.toString());
        assertTrue(
                operations.contains("4 rooms, 200 bytes, behind 100 messages, on disk per message"),
                operations.toString());
        assertFalse(benchmark.charts(measurements).isEmpty());
    }
}
