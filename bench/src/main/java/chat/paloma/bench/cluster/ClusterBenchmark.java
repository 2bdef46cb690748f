package chat.paloma.bench.cluster;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One, two and three nodes on PostgreSQL, Kafka and Redis, beside one node on SQLite as it comes. All are up all the time
 * and measured in turns, by the same clients.
 */
public final class ClusterBenchmark implements Benchmark {
    private static final String ALONE = "SQLite";
    /** Messages on their way in a closed loop. */
    private static final int WINDOW = 64;
    /** An iteration of a closed loop and of an open one are so many times the settings' iteration. */
    private static final int CLOSED = 4;

    private static final int OPEN = 8;
    /** Phases of a closed loop to warm up, at least. */
    private static final int WARMING = 4;

    private static final int LARGE_ROOM = 0;

    private final int clients;
    private final int smallRoom;
    private final int pace;
    private final int nodes;
    private final int warming;

    /** With up to three nodes, 200 clients in rooms of all of them and of ten, and 2,000 deliveries a second. */
    public ClusterBenchmark() {
        this(200, 10, 2_000, 3, 10_000);
    }

    /**
     * With up to so many nodes.
     *
     * @param warming messages for each node to warm up, at least: three nodes have three compilers, each of which works
     *     until its node has seen as much as one that is alone
     */
    ClusterBenchmark(int clients, int smallRoom, int pace, int nodes, int warming) {
        this.clients = clients;
        this.smallRoom = smallRoom;
        this.pace = pace;
        this.nodes = nodes;
        this.warming = warming;
    }

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public String description() {
        return "Messages of 200 random bytes among " + clients + " connections, which are spread over the nodes of a"
                + " server. The nodes, PostgreSQL, Kafka and Redis are all on this machine and share its processor: more"
                + " nodes are not faster here, and the figures say what a node costs. A closed loop has " + WINDOW
                + " messages on their way; an open loop sends each at its time, and latency counts from that time. CPU is"
                + " that of all nodes of a server, or of all engines.";
    }

    private static String subject(int count) {
        return count == 1 ? "1 node" : count + " nodes";
    }

    @Override
    public List<Comparison> comparisons() {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(count -> new Comparison(subject(count), ALONE))
                .toList();
    }

    private record Scenario(String name, List<Integer> rooms, int members) {}

    private Plan plan() {
        List<Plan.Room> rooms = new ArrayList<>();
        rooms.add(Plan.firstOf("large", clients));
        rooms.addAll(Plan.split("small", clients, smallRoom));
        return new Plan(clients, rooms);
    }

    private List<Scenario> scenarios(Plan plan) {
        List<Integer> small = IntStream.range(1, plan.rooms().size()).boxed().toList();
        return List.of(
                new Scenario("room of " + clients, List.of(LARGE_ROOM), clients),
                new Scenario(small.size() + " rooms of " + smallRoom, small, smallRoom));
    }

    @Override
    public List<Measurement> measure(Settings settings, Progress progress) throws BenchmarkException {
        Plan plan = plan();
        Map<PalomaSubject, Generator> subjects = new LinkedHashMap<>();
        progress.step("PostgreSQL, Kafka and Redis");
        try (Loop loop = new Loop();
                Engines engines = Engines.start()) {
            if (!engines.hasRedis()) {
                progress.skip("Redis", "not installed: on Debian, apt install redis-server");
            }
            try {
                start(loop, engines, progress, plan, subjects);
                Figures figures = new Figures();
                for (Scenario scenario : scenarios(plan)) {
                    if (settings.wants(scenario.name())) {
                        measure(scenario, settings, progress, engines, subjects, figures);
                    }
                }
                return figures.measurements();
            } finally {
                subjects.keySet().forEach(PalomaSubject::close);
            }
        }
    }

    private void start(Loop loop, Engines engines, Progress progress, Plan plan, Map<PalomaSubject, Generator> subjects)
            throws BenchmarkException {
        add(loop, plan, subjects, new PalomaSubject(loop, ALONE, "one node on SQLite", List.of(node(List.of()))));
        for (int count = 1; count <= nodes; count++) {
            progress.step("a server of " + subject(count));
            List<String> options = engines.options("nodes" + count);
            List<PalomaNode> started = new ArrayList<>();
            try {
                for (int i = 0; i < count; i++) {
                    started.add(node(options));
                }
            } finally {
                // Also when a later one does not start, so that all of them are stopped.
                add(
                        loop,
                        plan,
                        subjects,
                        new PalomaSubject(loop, subject(count), "on PostgreSQL, Kafka and Redis", started));
            }
        }
        for (Map.Entry<PalomaSubject, Generator> each : subjects.entrySet()) {
            progress.step(each.getKey().name() + ": connecting " + plan.clients() + " clients");
            each.getValue().open();
        }
    }

    private static PalomaNode node(List<String> options) throws BenchmarkException {
        return PalomaNode.start(List.of("-Xmx512m"), options.toArray(String[]::new));
    }

    private static void add(Loop loop, Plan plan, Map<PalomaSubject, Generator> subjects, PalomaSubject subject) {
        subjects.put(subject, new Generator(loop, subject, plan));
    }

    private void measure(
            Scenario scenario,
            Settings settings,
            Progress progress,
            Engines engines,
            Map<PalomaSubject, Generator> subjects,
            Figures figures)
            throws BenchmarkException {
        Phase closed = new Phase(
                scenario.rooms(),
                Phase.Content.OPAQUE,
                new Phase.Pace.Window(WINDOW),
                settings.iteration().multipliedBy(CLOSED));
        Phase open = new Phase(
                scenario.rooms(),
                Phase.Content.OPAQUE,
                new Phase.Pace.Rate((double) pace / scenario.members()),
                settings.iteration().multipliedBy(OPEN));
        for (int i = 0; i <= settings.iterations(); i++) {
            for (Map.Entry<PalomaSubject, Generator> each : subjects.entrySet()) {
                String subject = each.getKey().name();
                if (i == 0) {
                    progress.step(scenario.name() + ": warming up " + subject);
                    warmUp(
                            each.getValue(),
                            closed,
                            (long) warming * each.getKey().nodes());
                    continue;
                }
                progress.step(scenario.name() + ", run " + i + ": " + subject);
                addClosed(scenario, subject, engines, each.getValue(), closed, figures);
                Outcome paced = each.getValue().run(open);
                String operation = scenario.name() + ", " + pace + " deliveries/s";
                figures.add(operation + ", p50", subject, Unit.MILLISECONDS, paced.latency(50));
                figures.add(operation + ", p99", subject, Unit.MILLISECONDS, paced.latency(99));
            }
        }
    }

    private static void warmUp(Generator generator, Phase closed, long messages) throws BenchmarkException {
        long sent = 0;
        for (int phase = 0; phase < WARMING || sent < messages; phase++) {
            sent += generator.run(closed).messages();
        }
    }

    private static void addClosed(
            Scenario scenario, String subject, Engines engines, Generator generator, Phase closed, Figures figures)
            throws BenchmarkException {
        Duration before = engines.cpu();
        Outcome most = generator.run(closed);
        Duration ofEngines = engines.cpu().minus(before);
        String operation = messages(scenario);
        figures.add(operation, subject, Unit.MESSAGES_PER_SECOND, most.messagesPerSecond());
        figures.add(operation + ", CPU per delivery, nodes", subject, Unit.MICROSECONDS, most.cpuPerDelivery());
        if (!subject.equals(ALONE)) {
            figures.add(
                    operation + ", CPU per delivery, engines",
                    subject,
                    Unit.MICROSECONDS,
                    ofEngines.toNanos() / 1e3 / most.deliveries());
        }
    }

    private static String messages(Scenario scenario) {
        return scenario.name() + ", closed loop";
    }

    @Override
    public List<Chart> charts(List<Measurement> measurements) {
        List<String> subjects =
                measurements.stream().map(Measurement::subject).distinct().toList();
        if (subjects.size() < 2) {
            return List.of();
        }
        return List.of(new Chart(
                "messages",
                "Messages per second, closed loop",
                "messages/s",
                subjects,
                scenarios(plan()).stream()
                        .map(scenario -> new Chart.Series(
                                scenario.name(),
                                subjects.stream()
                                        .map(each -> Figures.median(measurements, messages(scenario), each))
                                        .toList()))
                        .toList()));
    }
}
