package chat.paloma.bench;

import chat.paloma.bench.cluster.ClusterBenchmark;
import chat.paloma.bench.crypto.CryptoBenchmark;
import chat.paloma.bench.fanout.FanoutBenchmark;
import chat.paloma.bench.idle.IdleBenchmark;
import chat.paloma.bench.ingest.IngestBenchmark;
import chat.paloma.bench.mls.MlsBenchmark;
import chat.paloma.bench.room.RoomBenchmark;
import chat.paloma.bench.web.WebBenchmark;
import java.util.List;
import java.util.Optional;

/** Every benchmark, in the order in which {@code all} runs them. */
public final class Benchmarks {
    private static final List<Benchmark> ALL = List.of(
            new CryptoBenchmark(),
            new MlsBenchmark(),
            new RoomBenchmark(),
            new FanoutBenchmark(),
            new IdleBenchmark(),
            new IngestBenchmark(),
            new ClusterBenchmark(),
            new WebBenchmark());

    private Benchmarks() {}

    public static List<Benchmark> all() {
        return ALL;
    }

    public static Optional<Benchmark> byName(String name) {
        return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
    }
}
