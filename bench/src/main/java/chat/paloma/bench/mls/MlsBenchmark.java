package chat.paloma.bench.mls;

import chat.paloma.bench.Benchmark;
import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Measurement;
import chat.paloma.bench.Progress;
import chat.paloma.bench.Settings;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.interop.MlsImplementation;
import chat.paloma.interop.PeerException;
import chat.paloma.interop.bouncycastle.Bcmls;
import chat.paloma.interop.paloma.Paloma;
import chat.paloma.interop.tsmls.TsMls;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * MLS groups from 10 to 10,000 members, beside other implementations.
 *
 * <p>Not with JMH: an operation changes its group, most take too long to be repeated thousands of times, and a process
 * each would spend its time on making groups. So each is repeated a few times in one warmed-up process, and what counts
 * is CPU time, which other load on the machine disturbs less.
 */
public final class MlsBenchmark implements Benchmark {
    private static final List<Integer> SIZES = List.of(10, 100, 1_000);
    private static final int LARGE = 10_000;

    /** On a busy machine the compilers of the JVM and of Node.js take that long to get through. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final int MANY = 1_000;

    private static final String PALOMA = new Paloma().name();

    /** The suites, with their names in the report. */
    private enum Suite {
        DEFAULT("default suite", CipherSuite.DEFAULT),
        TS_MLS("X-Wing, ML-DSA-87", CipherSuite.MLS_256_XWING_AES256GCM_SHA512_MLDSA87),
        FIRST("suite 1", CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519);

        private final String label;
        private final CipherSuite suite;

        Suite(String label, CipherSuite suite) {
            this.label = label;
            this.suite = suite;
        }
    }

    @Override
    public String name() {
        return "mls";
    }

    @Override
    public String description() {
        return "CPU time of one operation in a group without blank nodes, less is better, and lengths in bytes. On the "
                + "JVM the time of one thread; of ts-mls that of the Node.js process while it works, which never brings a "
                + "path when it adds.";
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of(new Comparison(PALOMA, "bcmls"), new Comparison(PALOMA, "ts-mls"));
    }

    @Override
    public List<Measurement> measure(Settings settings, Progress progress) throws BenchmarkException {
        List<MlsImplementation> implementations = new ArrayList<>(List.of(new Paloma(), new Bcmls()));
        startTsMls(progress).ifPresent(implementations::add);
        try {
            List<Measurement> measurements = new ArrayList<>();
            for (Suite suite : Suite.values()) {
                if (settings.wants(suite.label)) {
                    measurements.addAll(measure(suite, implementations, settings, progress));
                }
            }
            return measurements;
        } finally {
            implementations.forEach(MlsImplementation::close);
        }
    }

    private static Optional<TsMls> startTsMls(Progress progress) {
        String folder = System.getenv("PALOMA_TS_MLS");
        try {
            if (folder != null) {
                return Optional.of(new TsMls(Path.of(folder)));
            }
            progress.skip("ts-mls", "start the benchmark with ./paloma bench, which prepares it");
        } catch (PeerException e) {
            progress.skip("ts-mls", String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static List<Measurement> measure(
            Suite suite, List<MlsImplementation> implementations, Settings settings, Progress progress)
            throws BenchmarkException {
        List<MlsImplementation> able = implementations.stream()
                .filter(implementation -> implementation.supports(suite.suite))
                .toList();
        List<Measurement> measurements = new ArrayList<>();
        for (MlsImplementation implementation : able) {
            measurements.addAll(alone(suite, implementation, settings, progress));
        }
        List<Integer> sizes = Stream.concat(SIZES.stream(), settings.large() ? Stream.of(LARGE) : Stream.empty())
                .toList();
        for (int size : sizes) {
            byte[] groupInfo = groupInfo(suite, size);
            for (MlsImplementation implementation : able) {
                // The others would take an hour each.
                if (size <= MANY || implementation instanceof Paloma) {
                    measurements.addAll(inGroup(suite, implementation, size, groupInfo, settings, progress));
                }
            }
        }
        return measurements;
    }

    private static byte[] groupInfo(Suite suite, int size) throws BenchmarkException {
        try {
            // Two more join: who sends, and who receives.
            return new FullTree(new MlsCrypto(suite.suite, new JdkCrypto()), new SystemRandom(), size - 2).groupInfo();
        } catch (CryptoException | MlsException e) {
            throw new BenchmarkException("no tree of " + size + ": " + e.getMessage(), e);
        }
    }

    private static List<Measurement> alone(
            Suite suite, MlsImplementation implementation, Settings settings, Progress progress) {
        String prefix = suite.label + ": ";
        progress.step(prefix + "warm-up and new groups, " + implementation.name());
        Figures figures = new Figures(implementation);
        try {
            byte[] small = groupInfo(suite, SIZES.getFirst());
            long start = implementation.cpuNanoseconds();
            while (implementation.cpuNanoseconds() - start < WARM_UP.toNanos()) {
                GroupRun warmUp = new GroupRun(implementation, suite.suite, 1, new Figures(implementation));
                warmUp.create();
                warmUp.inGroup(small, SIZES.getFirst());
            }
            GroupRun run = new GroupRun(implementation, suite.suite, settings.iterations(), figures);
            run.create();
            run.addAll(GroupRun.MOST_ADDS);
            if (implementation instanceof Paloma || settings.large()) {
                run.addAll(MANY);
            }
            if (implementation instanceof Paloma) {
                MlsCrypto crypto = new MlsCrypto(suite.suite, new JdkCrypto());
                new ManyAdds(crypto, new SystemRandom(), MANY, figures).measure(settings.iterations());
            }
        } catch (PeerException | BenchmarkException e) {
            progress.skip(prefix + implementation.name(), String.valueOf(e.getMessage()));
        }
        return figures.measurements(prefix);
    }

    private static List<Measurement> inGroup(
            Suite suite,
            MlsImplementation implementation,
            int size,
            byte[] groupInfo,
            Settings settings,
            Progress progress) {
        String prefix = suite.label + ", " + size + " members: ";
        progress.step(prefix + implementation.name());
        Figures figures = new Figures(implementation);
        try {
            new GroupRun(implementation, suite.suite, settings.iterations(), figures).inGroup(groupInfo, size);
        } catch (PeerException e) {
            progress.skip(prefix + implementation.name(), String.valueOf(e.getMessage()));
        }
        return figures.measurements(prefix);
    }
}
