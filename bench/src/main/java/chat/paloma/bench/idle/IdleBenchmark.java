package chat.paloma.bench.idle;

import chat.paloma.bench.Benchmark;
import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Figures;
import chat.paloma.bench.Measurement;
import chat.paloma.bench.Progress;
import chat.paloma.bench.Settings;
import chat.paloma.bench.Unit;
import chat.paloma.bench.chart.Chart;
import chat.paloma.bench.load.ServerProcess;
import chat.paloma.bench.paloma.Fleet;
import chat.paloma.bench.paloma.PalomaNode;
import chat.paloma.bench.wire.Loop;
import chat.paloma.client.transport.Trust;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Devices that are connected and silent: what they take of the node's memory, and how fast they come. */
public final class IdleBenchmark implements Benchmark {
    private static final String PLAIN = "without TLS";
    private static final String TLS = "with TLS";
    /** So much of the heap is free after a collection, so that what is resident is what is used. */
    private static final List<String> LEAN = List.of("-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");

    private static final int AT_A_TIME = 64;
    /** Longer than a node keeps anything of a connection that was closed. */
    private static final Duration SETTLING = Duration.ofSeconds(4);

    private final int[] steps;

    /** With 1,000, 3,000 and 10,000 connections. */
    public IdleBenchmark() {
        this(1_000, 3_000, 10_000);
    }

    /** With so many connections, ascending. */
    IdleBenchmark(int... steps) {
        this.steps = steps.clone();
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String description() {
        return "Devices with accounts of their own connect to a node, prove who they are, and are silent. Memory is what"
                + " the node's process has after a garbage collection, less what it had before the first came, for each"
                + " connection; the node keeps no more than a tenth of its heap free. " + AT_A_TIME
                + " devices are on their way in at a time; in the storm all at once, and who is not let in tries again."
                + " The generator makes a signature for each connection on the same cores.";
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of(new Comparison(TLS, PLAIN));
    }

    private static String connections(int count) {
        return String.format(Locale.ROOT, "%,d connections", count);
    }

    @Override
    public List<Measurement> measure(Settings settings, Progress progress) throws BenchmarkException {
        Figures figures = new Figures();
        for (String subject : List.of(PLAIN, TLS)) {
            boolean secured = subject.equals(TLS);
            String[] options = secured ? new String[] {"--lan"} : new String[0];
            try (Loop loop = new Loop();
                    PalomaNode node = PalomaNode.start(LEAN, options)) {
                progress.step(subject + ": registering " + steps[steps.length - 1] + " devices");
                Optional<SslContext> tls = secured ? Optional.of(trustingAnybody()) : Optional.empty();
                try (Fleet fleet = Fleet.register(
                        loop,
                        node,
                        tls,
                        Trust.client(
                                secured
                                        ? Optional.of(node.data().resolve("tls").resolve("paloma-authority.pem"))
                                        : Optional.empty()),
                        steps[steps.length - 1])) {
                    measure(subject, node.process(), fleet, progress, figures);
                }
            } catch (IOException e) {
                throw new BenchmarkException("TLS: " + e.getMessage(), e);
            }
        }
        return figures.measurements();
    }

    private static SslContext trustingAnybody() throws IOException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    private void measure(String subject, ServerProcess node, Fleet fleet, Progress progress, Figures figures)
            throws BenchmarkException {
        // What the first connections load and compile belongs to none of them.
        fleet.connect(steps[0], AT_A_TIME);
        fleet.cutAll();
        sleep();
        NodeMemory before = NodeMemory.of(node);
        int there = 0;
        for (int step : steps) {
            progress.step(subject + ": " + connections(step));
            Fleet.Coming coming = fleet.connect(step - there, AT_A_TIME);
            double rate = (step - there) / (coming.elapsed().toNanos() / 1e9);
            there = step;
            sleep();
            NodeMemory now = NodeMemory.of(node);
            String operation = connections(step);
            figures.add(
                    operation + ", resident, each", subject, Unit.BYTES, each(now.resident(), before.resident(), step));
            figures.add(operation + ", heap, each", subject, Unit.BYTES, each(now.heap(), before.heap(), step));
            figures.add(operation + ", coming", subject, Unit.CONNECTIONS_PER_SECOND, rate);
        }
        if (fleet.broken() > 0) {
            throw new BenchmarkException(fleet.broken() + " idle connections ended by themselves");
        }
        storm(subject, node, fleet, progress, figures);
    }

    private void storm(String subject, ServerProcess node, Fleet fleet, Progress progress, Figures figures)
            throws BenchmarkException {
        int all = steps[steps.length - 1];
        progress.step(subject + ": " + connections(all) + " cut, and all back at once");
        fleet.cutAll();
        sleep();
        node.forgetPeak();
        Fleet.Coming coming = fleet.connect(all, all);
        String operation = connections(all) + ", storm";
        figures.add(
                operation + ", until all are back",
                subject,
                Unit.SECONDS,
                coming.elapsed().toNanos() / 1e9);
        figures.add(operation + ", attempts for each", subject, Unit.RATIO, (double) coming.attempts() / all);
        node.peakBytes()
                .ifPresent(peak -> figures.add(operation + ", peak of memory", subject, Unit.BYTES, (double) peak));
    }

    /** Noise can make a few connections come to less than nothing. */
    private static double each(long now, long before, int count) {
        return Math.max(0, (double) (now - before) / count);
    }

    private static void sleep() throws BenchmarkException {
        try {
            Thread.sleep(SETTLING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    @Override
    public List<Chart> charts(List<Measurement> measurements) {
        if (steps.length < 2) {
            return List.of();
        }
        List<Chart.Series> series = new ArrayList<>();
        for (String subject : List.of(PLAIN, TLS)) {
            for (String kind : List.of("resident", "heap")) {
                series.add(new Chart.Series(
                        kind + ", " + subject,
                        Arrays.stream(steps)
                                .mapToObj(step -> step
                                        * Figures.median(
                                                measurements, connections(step) + ", " + kind + ", each", subject)
                                        / (1 << 20))
                                .toList()));
            }
        }
        return List.of(new Chart(
                "memory",
                "Memory of the node by connections",
                "MiB more than before",
                Arrays.stream(steps).mapToObj(IdleBenchmark::connections).toList(),
                series));
    }
}
