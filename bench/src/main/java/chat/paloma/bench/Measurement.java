package chat.paloma.bench;

import java.util.List;

/**
 * What one subject achieved at one operation.
 *
 * @param runs the figure of each repetition, at least one, in the order in which they were measured
 */
public record Measurement(String operation, String subject, Unit unit, List<Double> runs) {
    public Measurement {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a measurement without a run");
        }
        for (double run : runs) {
            if (!Double.isFinite(run) || run < 0) {
                throw new IllegalArgumentException("not a figure: " + run);
            }
        }
        runs = List.copyOf(runs);
    }

    public double median() {
        List<Double> sorted = runs.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    public double minimum() {
        return runs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    public double maximum() {
        return runs.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
