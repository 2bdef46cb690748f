package chat.paloma.bench.ingest;

import chat.paloma.bench.Benchmark;
import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Figures;
import chat.paloma.bench.Measurement;
import chat.paloma.bench.Progress;
import chat.paloma.bench.Settings;
import chat.paloma.bench.Unit;
import chat.paloma.bench.chart.Chart;
import chat.paloma.bench.load.Generator;
import chat.paloma.bench.load.Outcome;
import chat.paloma.bench.load.Phase;
import chat.paloma.bench.load.Plan;
import chat.paloma.bench.paloma.PalomaNode;
import chat.paloma.bench.paloma.PalomaSubject;
import chat.paloma.bench.wire.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many messages a node makes durable in a second, by their size, by the number of rooms, and by what is in the store
 * already. In each room one member listens, so that each message is also delivered once.
 */
public final class IngestBenchmark implements Benchmark {
    private static final String OURS = "paloma";
    private static final int CLIENTS = 32;
    /** Members of each room, where there are so many rooms. */
    private static final int[] MEMBERS = {32, 8, 2};

    private static final int[] LENGTHS = {200, 3_000, 16_000};
    private static final int SHORT = 200;
    private static final int LONG = 3_000;
    /** Messages on their way: more than fit into one transaction, and fewer than the senders may have open. */
    private static final int WINDOW = 640;
    /** Bytes on their way to one listener: a node gives up who has more than a mebibyte unread. */
    private static final int MOST_UNREAD = 640 << 10;
    /** An iteration is so many times the settings' iteration. */
    private static final int LONGER = 4;

    private static final Duration FILLING = Duration.ofSeconds(2);

    private final int[] rooms;
    private final long history;
    private final long largeHistory;

    /** With 1, 10 and 100 rooms, and a million messages of history, or ten. */
    public IngestBenchmark() {
        this(1_000_000, 10_000_000, 1, 10, 100);
    }

    /** With so many messages of history, and these numbers of rooms: few, some, many. */
    IngestBenchmark(long history, long largeHistory, int few, int some, int many) {
        this.rooms = new int[] {few, some, many};
        this.history = history;
        this.largeHistory = largeHistory;
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String description() {
        return "Durable messages: " + CLIENTS + " devices send opaque messages to a node on SQLite, at most " + WINDOW
                + " of them on their way at a time, and each is acknowledged when it is on disk and delivered to one"
                + " listener. Commits are transactions of the writer; each waits for one fsync. Bytes are what the"
                + " database grew by, indexes included.";
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of();
    }

    private static List<Integer> members(int room, int kind) {
        return IntStream.range(0, MEMBERS[kind])
                .map(i -> (room * MEMBERS[kind] + i) % CLIENTS)
                .boxed()
                .toList();
    }

    private Plan plan() {
        List<Plan.Room> all = new ArrayList<>();
        for (int kind = 0; kind < rooms.length; kind++) {
            for (int i = 0; i < rooms[kind]; i++) {
                List<Integer> members = members(i, kind);
                all.add(new Plan.Room("room" + all.size(), members, members.subList(0, 1)));
            }
        }
        return new Plan(CLIENTS, all);
    }

    private List<Integer> roomsOf(int kind) {
        int first = IntStream.range(0, kind).map(i -> rooms[i]).sum();
        return IntStream.range(first, first + rooms[kind]).boxed().toList();
    }

    /** So many that no listener, of whom there are as many as groups of members, has too much unread. */
    private static int window(int kind, int length) {
        return Math.min(WINDOW, CLIENTS / MEMBERS[kind] * (MOST_UNREAD / length));
    }

    private String rooms(int kind) {
        return rooms[kind] == 1 ? "1 room" : rooms[kind] + " rooms";
    }

    private String operation(int kind, int length) {
        return String.format(Locale.ROOT, "%s, %,d bytes", rooms(kind), length);
    }

    private String grown(long messages) {
        return String.format(Locale.ROOT, "%s, 200 bytes, behind %,d messages", rooms(1), messages);
    }

    /** A node under load. */
    private record Bench(
            IngestBenchmark benchmark, PalomaNode node, PalomaSubject subject, Generator generator, Figures figures) {
        void measure(String operation, int kind, int length, Duration time) throws BenchmarkException {
            subject.useLength(length);
            double commits = node.metric("paloma_commits_total");
            long bytes = node.databaseBytes();
            Outcome outcome = run(kind, length, time);
            double seconds = outcome.elapsed().toNanos() / 1e9;
            figures.add(operation, OURS, Unit.MESSAGES_PER_SECOND, outcome.messagesPerSecond());
            figures.add(
                    operation + ", commits",
                    OURS,
                    Unit.COUNT_PER_SECOND,
                    (node.metric("paloma_commits_total") - commits) / seconds);
            figures.add(
                    operation + ", CPU per message",
                    OURS,
                    Unit.MICROSECONDS,
                    outcome.cpu().toNanos() / 1e3 / outcome.messages());
            figures.add(
                    operation + ", on disk per message",
                    OURS,
                    Unit.BYTES,
                    (double) (node.databaseBytes() - bytes) / outcome.messages());
        }

        Outcome run(int kind, int length, Duration time) throws BenchmarkException {
            return generator.run(new Phase(
                    benchmark.roomsOf(kind), Phase.Content.OPAQUE, new Phase.Pace.Window(window(kind, length)), time));
        }
    }

    @Override
    public List<Measurement> measure(Settings settings, Progress progress) throws BenchmarkException {
        try (Loop loop = new Loop();
                PalomaSubject subject = start(loop, progress)) {
            Generator generator = new Generator(loop, subject, plan());
            generator.open();
            Figures figures = new Figures();
            Bench bench = new Bench(this, subject.node(), subject, generator, figures);
            Duration time = settings.iteration().multipliedBy(LONGER);
            // The compiler is done behind so many, and the first figures are of a store that has little more.
            long before = fill(bench, progress, 0, history / 2);
            measureSizes(bench, settings, progress, time);
            for (long target : settings.large() ? List.of(history, largeHistory) : List.of(history)) {
                if (settings.wants(grown(target))) {
                    before = fill(bench, progress, before, target);
                    repeat(bench, settings, progress, grown(target), 1, SHORT, time);
                }
            }
            return figures.measurements();
        }
    }

    private PalomaSubject start(Loop loop, Progress progress) throws BenchmarkException {
        progress.step("a node with " + IntStream.of(rooms).sum() + " rooms");
        return new PalomaSubject(loop, PalomaNode.start(List.of()));
    }

    private void measureSizes(Bench bench, Settings settings, Progress progress, Duration time)
            throws BenchmarkException {
        for (int length : LENGTHS) {
            repeat(bench, settings, progress, operation(1, length), 1, length, time);
        }
        repeat(bench, settings, progress, operation(0, LONG), 0, LONG, time);
        repeat(bench, settings, progress, operation(2, LONG), 2, LONG, time);
    }

    private static void repeat(
            Bench bench, Settings settings, Progress progress, String operation, int kind, int length, Duration time)
            throws BenchmarkException {
        if (!settings.wants(operation)) {
            return;
        }
        for (int i = 0; i < settings.iterations(); i++) {
            progress.step(operation + ", run " + (i + 1));
            bench.measure(operation, kind, length, time);
        }
    }

    private static long fill(Bench bench, Progress progress, long before, long target) throws BenchmarkException {
        bench.subject().useLength(SHORT);
        long there = before;
        while (there < target) {
            progress.step(String.format(Locale.ROOT, "filling the store: %,d of %,d messages", there, target));
            there += bench.run(1, SHORT, FILLING).messages();
        }
        return there;
    }

    @Override
    public List<Chart> charts(List<Measurement> measurements) {
        return List.of(new Chart(
                "size",
                "Durable messages by their size, " + rooms(1),
                "messages/s",
                IntStream.of(LENGTHS).mapToObj(Integer::toString).toList(),
                List.of(new Chart.Series(
                        OURS,
                        IntStream.of(LENGTHS)
                                .mapToObj(length -> Figures.median(measurements, operation(1, length), OURS))
                                .toList()))));
    }
}
