package chat.paloma.bench.crypto;

import chat.paloma.bench.Benchmark;
import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.Measurement;
import chat.paloma.bench.Progress;
import chat.paloma.bench.Settings;
import chat.paloma.conformance.CryptoOperations;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import java.util.ArrayList;
import java.util.List;

/** The primitives of {@link CryptoOperations} on both runtimes, beside a JavaScript library in the same browser. */
public final class CryptoBenchmark implements Benchmark {
    @Override
    public String name() {
        return "crypto";
    }

    @Override
    public String description() {
        return "Operations per second on one core: on the JVM with JMH, in headless Chromium as WebAssembly, and the "
                + "noble libraries in the same browser. Hashes and AEADs work on 16 KiB, signatures and HPKE on 200 "
                + "bytes.";
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of(
                new Comparison(Provider.JDK.subject(), Provider.BOUNCY_CASTLE.subject()),
                new Comparison(BrowserRun.WEBASSEMBLY, Provider.JDK.subject()),
                new Comparison(BrowserRun.WEBASSEMBLY, BrowserRun.NOBLE));
    }

    @Override
    public List<Measurement> measure(Settings settings, Progress progress) throws BenchmarkException {
        List<String> operations = new CryptoOperations(new BouncyCastleCrypto())
                .names().stream().filter(settings::wants).toList();
        if (operations.isEmpty()) {
            throw new BenchmarkException("no operation has a name with '" + settings.only() + "' in it");
        }
        List<Measurement> measurements = new ArrayList<>(JvmRun.measure(operations, settings, progress));
        measurements.addAll(BrowserRun.measure(operations, settings, progress));
        return measurements;
    }
}
