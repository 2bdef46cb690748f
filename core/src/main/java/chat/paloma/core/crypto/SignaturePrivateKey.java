package chat.paloma.core.crypto;

import org.jspecify.annotations.Nullable;

/**
 * The private key that signs. It cannot be printed, compared or serialised by accident.
 *
 * <p>It may carry what a provider computed from it, so that this is done once and not for each signature: ML-DSA expands
 * a seed, which takes a fifth of the time of a signature. That dies with the key.
 */
public final class SignaturePrivateKey {
    private final SecretBytes secret;
    private @Nullable Expanded expanded;

    /** What one provider computed from a key for one algorithm. Immutable but for its end. */
    public interface Expanded {
        /** Overwrites it. */
        void erase();
    }

    public SignaturePrivateKey(SecretBytes secret) {
        this.secret = secret;
    }

    /** The key's bytes: a seed or a scalar, as its algorithm has it. */
    public SecretBytes secret() {
        return secret;
    }

    /** The same key, which lives on when this one is erased. */
    public SignaturePrivateKey copy() {
        return new SignaturePrivateKey(secret.copy());
    }

    /** What was kept with {@link #keepExpanded}; null when nothing was, or the key is erased. */
    public @Nullable Expanded expanded() {
        return expanded;
    }

    /** Keeps what was computed from the key until the key is erased. The first one stays: somebody may be using it. */
    public void keepExpanded(Expanded made) {
        if (expanded == null) {
            expanded = made;
        }
    }

    /** Overwrites the key. Using it afterwards throws. */
    public void erase() {
        secret.erase();
        Expanded kept = expanded;
        expanded = null;
        if (kept != null) {
            kept.erase();
        }
    }

    @Override
    public String toString() {
        return "SignaturePrivateKey[" + secret + "]";
    }
}
