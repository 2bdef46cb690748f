package chat.paloma.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the figures of repeated runs, operation by operation and subject by subject. */
public final class Figures {
    private record Row(String operation, Unit unit) {}

    private final Map<Row, Map<String, List<Double>>> rows = new LinkedHashMap<>();

    /** Takes the figure of one run. */
    public void add(String operation, String subject, Unit unit, double value) {
        rows.computeIfAbsent(new Row(operation, unit), _ -> new LinkedHashMap<>())
                .computeIfAbsent(subject, _ -> new ArrayList<>())
                .add(value);
    }

    /** All of them, in the order in which they first came. */
    public List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        rows.forEach((row, subjects) -> subjects.forEach(
                (subject, runs) -> all.add(new Measurement(row.operation(), subject, row.unit(), runs))));
        return all;
    }

    /** The median of an operation for a subject; 0 when it was not measured. */
    public static double median(List<Measurement> measurements, String operation, String subject) {
        return measurements.stream()
                .filter(each ->
                        each.operation().equals(operation) && each.subject().equals(subject))
                .mapToDouble(Measurement::median)
                .findFirst()
                .orElse(0);
    }
}
