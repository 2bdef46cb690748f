package chat.paloma.bench.fanout;

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
import chat.paloma.bench.load.Subject;
import chat.paloma.bench.paloma.PalomaNode;
import chat.paloma.bench.paloma.PalomaSubject;
import chat.paloma.bench.subject.EjabberdSubject;
import chat.paloma.bench.subject.PeerFolder;
import chat.paloma.bench.subject.SocketIoSubject;
import chat.paloma.bench.subject.WsSubject;
import chat.paloma.bench.wire.Loop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One message to all members of a room: what it costs the server and how long it takes, beside what people would use
 * instead. All subjects are up all the time and measured in turns, by the same clients.
 */
public final class FanoutBenchmark implements Benchmark {
    private static final String OURS = "paloma";
    /** Messages on their way in a closed loop, in rooms of up to ten, a hundred and a thousand. */
    private static final int[] WINDOWS = {64, 32, 32};
    /** An iteration of a closed loop and of an open one are so many times the settings' iteration. */
    private static final int CLOSED = 4;

    private static final int OPEN = 8;
    private static final int TEXTS_AHEAD = 1_000;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};
    private static final List<String> PERCENTILE_NAMES = List.of("p50", "p90", "p99", "p99.9", "max");

    private final int clients;
    private final int smallRoom;
    private final int pace;

    /** With rooms of 1,000, of 100 and of 10. */
    public FanoutBenchmark() {
        this(1_000, 10, 10_000);
    }

    /** With a large room of so many members, one of a tenth of that, and small ones, at so many deliveries a second. */
    FanoutBenchmark(int clients, int smallRoom, int pace) {
        this.clients = clients;
        this.smallRoom = smallRoom;
        this.pace = pace;
    }

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public String description() {
        return "A message goes to all members of a room, its sender included, over " + clients
                + " connections. Opaque messages are 200 random bytes, in Base64 where the subject carries text only."
                + " A closed loop sends the next message when one has arrived everywhere; an open loop sends each at its"
                + " time, and latency counts from that time. CPU is that of the server's process alone. Paloma"
                + " acknowledges when a message is on disk; the others keep nothing.";
    }

    @Override
    public List<Comparison> comparisons() {
        return Stream.of("Socket.IO", "Socket.IO text", "ws", "ejabberd")
                .map(peer -> new Comparison(OURS, peer))
                .toList();
    }

    private Plan plan() {
        List<Plan.Room> rooms = new ArrayList<>();
        rooms.add(Plan.firstOf("large", clients));
        rooms.add(Plan.firstOf("middle", clients / 10));
        rooms.addAll(Plan.split("small", clients, smallRoom));
        return new Plan(clients, rooms);
    }

    private List<Scenario> scenarios(Plan plan) {
        List<Integer> small = IntStream.range(2, plan.rooms().size()).boxed().toList();
        return List.of(
                new Scenario("room of " + clients, clients, List.of(0), Phase.Content.OPAQUE, WINDOWS[2]),
                new Scenario("room of " + clients / 10, clients / 10, List.of(1), Phase.Content.OPAQUE, WINDOWS[1]),
                new Scenario(
                        small.size() + " rooms of " + smallRoom, smallRoom, small, Phase.Content.OPAQUE, WINDOWS[0]),
                new Scenario("room of " + clients + ", texts", clients, List.of(0), Phase.Content.TEXT, WINDOWS[2]));
    }

    @Override
    public List<Measurement> measure(Settings settings, Progress progress) throws BenchmarkException {
        Plan plan = plan();
        Map<Subject, Generator> subjects = new LinkedHashMap<>();
        try (Loop loop = new Loop()) {
            try {
                start(loop, settings, progress, plan, subjects);
                Figures figures = new Figures();
                for (Scenario scenario : scenarios(plan)) {
                    if (settings.wants(scenario.name())) {
                        measure(scenario, settings, progress, subjects, figures);
                    }
                }
                return figures.measurements();
            } finally {
                subjects.keySet().forEach(Subject::close);
            }
        }
    }

    private static void start(
            Loop loop, Settings settings, Progress progress, Plan plan, Map<Subject, Generator> subjects)
            throws BenchmarkException {
        List<Subject> all = new ArrayList<>();
        try {
            progress.step("Paloma with " + plan.rooms().size() + " MLS rooms");
            all.add(new PalomaSubject(loop, PalomaNode.start(List.of())));
            if (settings.peers()) {
                startPeers(loop, progress, all);
            }
        } finally {
            // Also when a later one does not start, so that all of them are stopped.
            all.forEach(subject -> subjects.put(subject, new Generator(loop, subject, plan)));
        }
        for (Map.Entry<Subject, Generator> each : subjects.entrySet()) {
            progress.step(each.getKey().name() + ": connecting " + plan.clients() + " clients");
            each.getValue().open();
            progress.note(each.getKey().name() + ": " + each.getKey().version());
        }
    }

    private static void startPeers(Loop loop, Progress progress, List<Subject> all) throws BenchmarkException {
        Optional<PeerFolder> peers = PeerFolder.find();
        if (peers.isPresent()) {
            all.add(SocketIoSubject.start(loop, peers.get(), true));
            all.add(SocketIoSubject.start(loop, peers.get(), false));
            all.add(WsSubject.start(loop, peers.get()));
        } else {
            progress.skip("Socket.IO and ws", "start the benchmark with ./paloma bench, which installs them");
        }
        Optional<Path> ejabberd = EjabberdSubject.installed();
        if (ejabberd.isPresent()) {
            all.add(EjabberdSubject.start(loop, ejabberd.get()));
        } else {
            progress.skip("ejabberd", "not installed: on Debian, apt install ejabberd");
        }
    }

    private void measure(
            Scenario scenario, Settings settings, Progress progress, Map<Subject, Generator> subjects, Figures figures)
            throws BenchmarkException {
        Phase closed = new Phase(
                scenario.rooms(),
                scenario.content(),
                new Phase.Pace.Window(scenario.window()),
                settings.iteration().multipliedBy(CLOSED));
        Phase open = new Phase(
                scenario.rooms(),
                scenario.content(),
                new Phase.Pace.Rate((double) pace / scenario.members()),
                settings.iteration().multipliedBy(OPEN));
        for (int i = 0; i <= settings.iterations(); i++) {
            for (Map.Entry<Subject, Generator> each : subjects.entrySet()) {
                Subject subject = each.getKey();
                if (!subject.carries(scenario.content())) {
                    continue;
                }
                if (subject instanceof PalomaSubject ours && scenario.content() == Phase.Content.TEXT) {
                    ours.encryptAhead(scenario.rooms().getFirst(), TEXTS_AHEAD);
                }
                if (i == 0) {
                    progress.step(scenario.name() + ": warming up " + subject.name());
                    each.getValue().run(closed);
                    continue;
                }
                progress.step(scenario.name() + ", run " + i + ": " + subject.name());
                Outcome most = each.getValue().run(closed);
                figures.add(
                        scenario.throughput(), subject.name(), Unit.DELIVERIES_PER_SECOND, most.deliveriesPerSecond());
                figures.add(scenario.throughputCpu(), subject.name(), Unit.MICROSECONDS, most.cpuPerDelivery());
                add(
                        figures,
                        scenario.paced(pace),
                        subject.name(),
                        each.getValue().run(open));
            }
        }
    }

    private static void add(Figures figures, String operation, String subject, Outcome paced) {
        figures.add(operation + ", CPU per delivery", subject, Unit.MICROSECONDS, paced.cpuPerDelivery());
        for (int i = 0; i < PERCENTILES.length; i++) {
            figures.add(
                    operation + ", " + PERCENTILE_NAMES.get(i),
                    subject,
                    Unit.MILLISECONDS,
                    paced.latency(PERCENTILES[i]));
        }
    }

    @Override
    public List<Chart> charts(List<Measurement> measurements) {
        List<String> subjects =
                measurements.stream().map(Measurement::subject).distinct().toList();
        List<Scenario> all = scenarios(plan());
        List<Chart> charts = new ArrayList<>();
        String large = all.getFirst().paced(pace);
        charts.add(new Chart(
                "latency",
                "Sent to delivered: " + large,
                "ms",
                PERCENTILE_NAMES,
                subjects.stream()
                        .map(subject -> new Chart.Series(
                                subject,
                                PERCENTILE_NAMES.stream()
                                        .map(each -> Figures.median(measurements, large + ", " + each, subject))
                                        .toList()))
                        .toList()));
        List<Scenario> opaque = all.subList(0, 3).reversed();
        charts.add(new Chart(
                "cost",
                "CPU per delivery by members of a room, closed loop",
                "µs",
                opaque.stream().map(each -> Integer.toString(each.members())).toList(),
                subjects.stream()
                        .map(subject -> new Chart.Series(
                                subject,
                                opaque.stream()
                                        .map(each -> Figures.median(measurements, each.throughputCpu(), subject))
                                        .toList()))
                        .toList()));
        return charts;
    }
}
