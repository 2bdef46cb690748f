package chat.paloma.bench.crypto;

import chat.paloma.conformance.CryptoOperation;
import chat.paloma.conformance.CryptoOperations;
import chat.paloma.core.crypto.CryptoException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH runs: one operation with one provider, both chosen by name. */
@State(Scope.Thread)
public class OperationState {
    /** The operation's name, set by {@link JvmRun}. */
    @Param("")
    public String operation = "";

    /** The provider's name, set by {@link JvmRun}. */
    @Param("")
    public String provider = "";

    private @Nullable CryptoOperation prepared;

    /** Makes the keys and inputs before anything is measured. */
    @Setup
    public void prepare() throws CryptoException {
        prepared = new CryptoOperations(Provider.valueOf(provider).crypto()).prepare(operation);
    }

    /** One operation. */
    @Benchmark
    public Object run() throws CryptoException {
        if (prepared == null) {
            throw new IllegalStateException("not prepared");
        }
        return prepared.run();
    }
}
