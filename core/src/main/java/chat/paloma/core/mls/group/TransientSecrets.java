package chat.paloma.core.mls.group;

import chat.paloma.core.crypto.SecretBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The secrets that one operation makes on its way, so that none outlives it by accident: some are overwritten at its end
 * in any case, the others unless it succeeds and has an owner for them. Overwriting twice does no harm.
 */
final class TransientSecrets implements AutoCloseable {
    private final List<Runnable> erasures = new ArrayList<>();
    private final List<Runnable> erasuresOnFailure = new ArrayList<>();
    private boolean succeeded;

    /** A secret that nobody needs when the operation is over. */
    SecretBytes passing(SecretBytes secret) {
        return passing(secret, SecretBytes::erase);
    }

    <T> T passing(T secret, Consumer<? super T> erase) {
        erasures.add(() -> erase.accept(secret));
        return secret;
    }

    /** A secret that belongs to what the operation returns. */
    <T> T resulting(T secret, Consumer<? super T> erase) {
        erasuresOnFailure.add(() -> erase.accept(secret));
        return secret;
    }

    /** The operation has done all that can fail: returns what it made. */
    <T> T handOver(T result) {
        succeeded = true;
        return result;
    }

    @Override
    public void close() {
        erasures.forEach(Runnable::run);
        if (!succeeded) {
            erasuresOnFailure.forEach(Runnable::run);
        }
    }
}
