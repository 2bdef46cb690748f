package chat.paloma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Measurement OURS =
            new Measurement("seal", "paloma", Unit.OPERATIONS_PER_SECOND, List.of(90.0, 110.0, 100.0));
    private static final Measurement THEIRS =
            new Measurement("seal", "peer", Unit.OPERATIONS_PER_SECOND, List.of(50.0));

    private static Report report(List<Measurement> measurements) {
        return new Report(
                "example",
                "An example.",
                "./paloma bench example",
                Instant.parse("2026-01-02T03:04:05Z"),
                Machine.here(),
                List.of(new Benchmark.Comparison("paloma", "peer"), new Benchmark.Comparison("paloma", "not measured")),
                List.of("a note"),
                measurements,
                List.of());
    }

    private static Set<?> violations(String json) throws IOException {
        try (InputStream schema = Objects.requireNonNull(Report.class.getResourceAsStream("report.schema.json"))) {
            JsonSchema parsed = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema);
            return parsed.validate(json, InputFormat.JSON);
        }
    }

    @Test
    void itsJsonFollowsTheSchema() throws IOException {
        assertEquals(Set.of(), violations(report(List.of(OURS, THEIRS)).toJson()));
    }

    @Test
    void theSchemaRefusesAReportWithoutFigures() throws IOException {
        assertFalse(violations(report(List.of()).toJson()).isEmpty());
    }

    @Test
    void theTableShowsMediansSpreadAndRatios() {
        String expected = """
                operations/s paloma peer paloma / peer
                seal 100 ±10% 50.0 ±0% 2.00
                """;
        assertEquals(expected, new Table(report(List.of(OURS, THEIRS))).toText().replaceAll(" +", " "));
    }

    @Test
    void aSubjectThatDidNotMeasureAnOperationLeavesItsCellEmpty() {
        Measurement other = new Measurement("open", "peer", Unit.OPERATIONS_PER_SECOND, List.of(1.0));
        String table = new Table(report(List.of(OURS, THEIRS, other))).toMarkdown();
        assertTrue(table.contains("| open |  | 1.0 ±0% |  |"), table);
    }

    @Test
    void aTableOfSeveralUnitsNamesThemInEachRow() {
        Measurement time = new Measurement("join", "paloma", Unit.MILLISECONDS, List.of(1.234));
        Measurement length = new Measurement("commit", "paloma", Unit.BYTES, List.of(12.0));
        String expected = """
                 paloma
                join (ms) 1.23 ±0%
                commit (bytes) 12 ±0%
                """;
        assertEquals(expected, new Table(report(List.of(time, length))).toText().replaceAll(" +", " "));
    }

    @Test
    void itsJsonFollowsTheSchemaInEveryUnit() throws IOException {
        for (Unit unit : Unit.values()) {
            Measurement measurement = new Measurement("seal", "paloma", unit, List.of(1.0));
            assertEquals(Set.of(), violations(report(List.of(measurement)).toJson()));
        }
    }

    @Test
    void refusesWhatIsNoFigure() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Measurement("seal", "paloma", Unit.OPERATIONS_PER_SECOND, List.of(Double.NaN)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Measurement("seal", "paloma", Unit.OPERATIONS_PER_SECOND, List.of()));
    }
}
