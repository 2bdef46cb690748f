package chat.paloma.bench.room;

import chat.paloma.bench.Benchmark;
import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Measurement;
import chat.paloma.bench.Progress;
import chat.paloma.bench.Settings;
import chat.paloma.bench.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A room of many small operations in a real, encrypted profile: the memory that an engine takes which holds it. */
public final class RoomBenchmark implements Benchmark {
    private static final int[] SIZES = {1_000, 10_000, 100_000};
    private static final int LARGE = 1_000_000;

    @Override
    public String name() {
        return "room";
    }

    @Override
    public String description() {
        return "Messages of some 20 bytes by 200 devices, taken in by an engine over an encrypted profile on disk. "
                + "Memory is what is left on the heap after a collection, with the engine in use.";
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of();
    }

    @Override
    public List<Measurement> measure(Settings settings, Progress progress) throws BenchmarkException {
        List<Measurement> measurements = new ArrayList<>();
        for (int size : SIZES) {
            measure(size, measurements, progress);
        }
        if (settings.large()) {
            measure(LARGE, measurements, progress);
        }
        return measurements;
    }

    private static void measure(int operations, List<Measurement> measurements, Progress progress)
            throws BenchmarkException {
        Path folder;
        try {
            folder = Files.createTempDirectory("paloma-bench-room");
        } catch (IOException e) {
            throw new BenchmarkException("no folder for a profile: " + e.getMessage());
        }
        String subject = "%,d".formatted(operations);
        progress.step("a room of " + subject + " operations");
        try (LargeRoom room = new LargeRoom(folder.resolve("profile"))) {
            long began = System.nanoTime();
            room.fill(operations);
            double each = (System.nanoTime() - began) / 1e6 / operations;
            add(measurements, "take in, 4,096 at a time, each", subject, Unit.MILLISECONDS, each);
            add(measurements, "heap after that", subject, Unit.BYTES, room.usedHeap());
            room.reopen();
            add(measurements, "open, and show the newest 100", subject, Unit.MILLISECONDS, room.showNewest());
            add(measurements, "step 1,000 back through it", subject, Unit.MILLISECONDS, room.stepBack());
            add(measurements, "take in one more", subject, Unit.MILLISECONDS, room.takeInOne());
            add(measurements, "heap in use", subject, Unit.BYTES, room.usedHeap());
            add(measurements, "profile on disk", subject, Unit.BYTES, size(folder));
        } finally {
            delete(folder);
        }
    }

    private static void add(
            List<Measurement> measurements, String operation, String subject, Unit unit, double figure) {
        measurements.add(new Measurement(operation, subject, unit, List.of(figure)));
    }

    private static double size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
