package chat.paloma.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A report as rows of operations and columns of subjects: medians, how far the runs spread, and ratios.
 *
 * <p>A figure reads {@code 12,300 ±4%}: the median, and half the distance between the slowest and the fastest run.
 */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(Report report) {
        Set<String> subjects = new LinkedHashSet<>();
        Map<String, Map<String, Measurement>> operations = new LinkedHashMap<>();
        for (Measurement measurement : report.measurements()) {
            subjects.add(measurement.subject());
            operations
                    .computeIfAbsent(measurement.operation(), _ -> new LinkedHashMap<>())
                    .put(measurement.subject(), measurement);
        }
        List<Benchmark.Comparison> comparisons = report.comparisons().stream()
                .filter(pair -> subjects.contains(pair.subject()) && subjects.contains(pair.against()))
                .toList();
        List<String> units = report.measurements().stream()
                .map(measurement -> measurement.unit().label())
                .distinct()
                .toList();
        List<String> head = new ArrayList<>(List.of(units.size() == 1 ? units.getFirst() : ""));
        head.addAll(subjects);
        comparisons.forEach(pair -> head.add(pair.subject() + " / " + pair.against()));
        rows.add(head);
        operations.forEach((operation, figures) -> {
            String unit = figures.values().iterator().next().unit().label();
            List<String> row = new ArrayList<>(List.of(units.size() == 1 ? operation : operation + " (" + unit + ")"));
            subjects.forEach(subject -> row.add(
                    Optional.ofNullable(figures.get(subject)).map(Table::figure).orElse("")));
            comparisons.forEach(pair -> row.add(ratio(figures, pair)));
            rows.add(row);
        });
    }

    private static String figure(Measurement measurement) {
        double median = measurement.median();
        String digits = String.format(Locale.ROOT, format(measurement), median);
        double spread = median == 0 ? 0 : (measurement.maximum() - measurement.minimum()) / 2 / median;
        return digits + String.format(Locale.ROOT, " ±%.0f%%", 100 * spread);
    }

    /** Three digits, and no fractions of bytes. */
    private static String format(Measurement measurement) {
        double median = measurement.median();
        if (measurement.unit() == Unit.BYTES || median >= 100) {
            return "%,.0f";
        }
        return measurement.unit() == Unit.MILLISECONDS && median < 10 ? "%,.2f" : "%,.1f";
    }

    private static String ratio(Map<String, Measurement> figures, Benchmark.Comparison pair) {
        Measurement subject = figures.get(pair.subject());
        Measurement against = figures.get(pair.against());
        if (subject == null || against == null || against.median() == 0) {
            return "";
        }
        return String.format(Locale.ROOT, "%.2f", subject.median() / against.median());
    }

    /** Columns aligned with spaces, for a terminal. */
    public String toText() {
        int[] widths = widths();
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(widths[column] - row.get(column).length());
                line.append(column == 0 ? row.get(column) + padding : "  " + padding + row.get(column));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /** A Markdown table. */
    public String toMarkdown() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            out.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0) {
                out.append("| --- |")
                        .append(" ---: |".repeat(rows.getFirst().size() - 1))
                        .append('\n');
            }
        }
        return out.toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }
}
