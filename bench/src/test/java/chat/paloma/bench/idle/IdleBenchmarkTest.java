package chat.paloma.bench.idle;

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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A short run with real nodes: it runs and reports. What the figures are is not asserted. */
@Tag("slow")
class IdleBenchmarkTest {
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells the memory of a process so")
    void runsAndReports() throws Exception {
        IdleBenchmark benchmark = new IdleBenchmark(4, 8);
        List<Measurement> measurements = benchmark.measure(
                new Settings(Duration.ofMillis(10), 1, false, false, Pattern.compile("")), new RecordingProgress());
        List<String> operations =
                measurements.stream().map(Measurement::operation).toList();
        assertTrue(operations.contains("8 connections, resident, each"), operations.toString());
        assertTrue(operations.contains("8 connections, storm, until all are back"), operations.toString());
        assertTrue(measurements.stream().anyMatch(each -> each.subject().equals("with TLS")), measurements.toString());
        assertFalse(benchmark.charts(measurements).isEmpty());
    }
}
