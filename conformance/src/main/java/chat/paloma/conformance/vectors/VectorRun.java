package chat.paloma.conformance.vectors;

import chat.paloma.core.crypto.CryptoProvider;
import java.util.ArrayList;
import java.util.List;

/** Counts the cases of one document and keeps what is needed to find the first failures. */
public final class VectorRun {
    private static final int KEPT_FAILURES = 5;

    /** One case: it passes when it returns and fails when it throws. */
    @FunctionalInterface
    public interface Case {
        void run() throws Exception;
    }

    private final CryptoProvider crypto;
    private final int stride;
    private final List<String> failures = new ArrayList<>();
    private final List<String> skips = new ArrayList<>();
    private int offered;
    private int passed;
    private int failed;
    private int skipped;

    public VectorRun(CryptoProvider crypto) {
        this(crypto, 1);
    }

    /**
     * @param stride runs every stride-th case only, from the first on; the others count as skipped
     */
    public VectorRun(CryptoProvider crypto, int stride) {
        if (stride < 1) {
            throw new IllegalArgumentException("a stride of " + stride);
        }
        this.crypto = crypto;
        this.stride = stride;
    }

    public CryptoProvider crypto() {
        return crypto;
    }

    public void check(String name, Case body) {
        if (offered++ % stride != 0) {
            skipped++;
            return;
        }
        try {
            body.run();
            passed++;
        } catch (Exception | AssertionError e) {
            failed++;
            if (failures.size() < KEPT_FAILURES) {
                failures.add(name + ": " + e);
            }
        }
    }

    /** Counts a case that this build has no code for, with the reason. */
    public void skip(String reason) {
        skipped++;
        if (!skips.contains(reason)) {
            skips.add(reason);
        }
    }

    public static void expect(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    public static void expectEqual(Object expected, Object actual, String what) {
        expect(expected.equals(actual), what + ": expected " + expected + " but was " + actual);
    }

    public int passed() {
        return passed;
    }

    public int failed() {
        return failed;
    }

    public int skipped() {
        return skipped;
    }

    /** The first failures, each with the name of its case. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Why cases were skipped, each reason once. */
    public List<String> skips() {
        return List.copyOf(skips);
    }
}
