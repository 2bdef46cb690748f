package chat.paloma.bench.mls;

import chat.paloma.bench.Measurement;
import chat.paloma.bench.Unit;
import chat.paloma.interop.MlsImplementation;
import chat.paloma.interop.PeerException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what one implementation takes, a figure a repetition. */
final class Figures {
    private static final double NANOSECONDS_PER_MILLISECOND = 1e6;

    private static final double LONG_MILLISECONDS = 2_000;

    private final MlsImplementation implementation;
    private final Map<String, List<Double>> runs = new LinkedHashMap<>();
    private final Map<String, Unit> units = new LinkedHashMap<>();

    Figures(MlsImplementation implementation) {
        this.implementation = implementation;
    }

    interface Action<T> {
        T run() throws PeerException;
    }

    /** Does something once and adds the CPU time that it took. */
    <T> T time(String operation, Action<T> action) throws PeerException {
        return time(operation, 1, action);
    }

    /** Does something that repeats an operation so many times, and adds the CPU time of one. */
    <T> T time(String operation, int times, Action<T> action) throws PeerException {
        long before = implementation.cpuNanoseconds();
        T result = action.run();
        long taken = implementation.cpuNanoseconds() - before;
        add(operation, Unit.MILLISECONDS, taken / NANOSECONDS_PER_MILLISECOND / times);
        return result;
    }

    /** Whether an operation is measured as often as is wanted, or took so long that once must do. */
    boolean isEnough(String operation, int repetitions) {
        List<Double> taken = runs.getOrDefault(operation, List.of());
        return taken.size() >= repetitions || taken.stream().anyMatch(figure -> figure > LONG_MILLISECONDS);
    }

    void length(String what, long bytes) {
        add(what, Unit.BYTES, (double) bytes);
    }

    private void add(String operation, Unit unit, double figure) {
        units.put(operation, unit);
        runs.computeIfAbsent(operation, _ -> new ArrayList<>()).add(figure);
    }

    /** All of them, each operation's name after {@code prefix}. */
    List<Measurement> measurements(String prefix) {
        List<Measurement> measurements = new ArrayList<>();
        runs.forEach((operation, figures) -> measurements.add(new Measurement(
                prefix + operation, implementation.name(), units.getOrDefault(operation, Unit.BYTES), figures)));
        return measurements;
    }
}
