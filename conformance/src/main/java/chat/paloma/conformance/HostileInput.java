package chat.paloma.conformance;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * Bad input to every border of the core, each with the one typed refusal that it must get, on every runtime: never a
 * fault, a trap or an exhausted heap.
 */
public final class HostileInput {
    /** An input with the refusal that it must get and the one that it got. */
    public record Result(String name, String expected, String actual) {
        public boolean passed() {
            return expected.equals(actual);
        }
    }

    private final List<Result> results = new ArrayList<>();

    private HostileInput() {}

    /** Tries everything with this provider. */
    public static List<Result> run(CryptoProvider crypto) {
        HostileInput hostile = new HostileInput();
        try {
            HostileEncodings.run(hostile);
            HostileKeys.run(hostile, crypto);
            HostileSignatures.run(hostile, crypto);
            HostileHpke.run(hostile, crypto);
        } catch (CryptoException e) {
            throw new IllegalStateException("an honest operation was refused", e);
        }
        return List.copyOf(hostile.results);
    }

    void expect(String name, String expected, Attempt attempt) {
        results.add(new Result(name, expected, Attempt.outcome(attempt)));
    }
}
