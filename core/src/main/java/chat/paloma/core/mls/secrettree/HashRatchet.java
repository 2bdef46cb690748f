package chat.paloma.core.mls.secrettree;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One ratchet of one member: a secret that moves forward, and the keys of generations that were jumped over (RFC 9420
 * section 9.1).
 *
 * <p>Invariants: no secret of a generation below {@code nextGeneration} is derivable, save through {@code skipped}; at
 * most {@link MlsLimits#MAX_SKIPPED_KEYS} keys are in there, the newest; all of them are below {@code nextGeneration}.
 */
final class HashRatchet {
    private static final long MAX_GENERATION = 0xffff_ffffL;
    private static final int MAX_SECRET = 64;

    private SecretBytes secret;
    private long nextGeneration;
    private final NavigableMap<Long, RatchetKey> skipped;

    HashRatchet(SecretBytes secret) {
        this(secret, 0, new TreeMap<>());
    }

    private HashRatchet(SecretBytes secret, long nextGeneration, NavigableMap<Long, RatchetKey> skipped) {
        this.secret = secret;
        this.nextGeneration = nextGeneration;
        this.skipped = skipped;
    }

    long nextGeneration() {
        return nextGeneration;
    }

    /** The key of the next generation, which from here on exists only with the caller. */
    RatchetKey advance(MlsCrypto crypto) throws MlsException {
        requireGenerationsLeft(nextGeneration);
        RatchetKey key = keyAt(crypto, secret, nextGeneration);
        SecretBytes following = following(crypto, secret, nextGeneration);
        secret.erase();
        secret = following;
        nextGeneration++;
        return key;
    }

    /**
     * The key of {@code generation}, without changing anything yet.
     *
     * @throws MlsException when that key is used or no longer kept, or lies more than
     *     {@link MlsLimits#MAX_GENERATION_GAP} ahead
     */
    Peek peek(MlsCrypto crypto, long generation) throws MlsException {
        if (generation < nextGeneration) {
            RatchetKey kept = skipped.get(generation);
            if (kept == null) {
                throw new MlsException(
                        ValidationRule.GENERATION_UNUSED, "generation " + generation + " is used or no longer kept");
            }
            return new Peek(kept, List.of(), null, nextGeneration);
        }
        if (generation - nextGeneration > MlsLimits.MAX_GENERATION_GAP) {
            throw new MlsException(
                    ValidationRule.GENERATION_GAP,
                    (generation - nextGeneration) + " generations ahead, at most " + MlsLimits.MAX_GENERATION_GAP);
        }
        requireGenerationsLeft(generation);
        List<RatchetKey> passed = new ArrayList<>();
        SecretBytes at = secret.copy();
        for (long i = nextGeneration; i < generation; i++) {
            if (generation - i <= MlsLimits.MAX_SKIPPED_KEYS) {
                passed.add(keyAt(crypto, at, i));
            }
            SecretBytes following = following(crypto, at, i);
            at.erase();
            at = following;
        }
        RatchetKey key = keyAt(crypto, at, generation);
        SecretBytes following = following(crypto, at, generation);
        at.erase();
        return new Peek(key, passed, following, nextGeneration);
    }

    /** What {@link #peek} derived: either consumed or discarded, once. */
    final class Peek {
        private final RatchetKey key;
        private final List<RatchetKey> passed;
        private final @Nullable SecretBytes following;
        private final long seenGeneration;

        private Peek(RatchetKey key, List<RatchetKey> passed, @Nullable SecretBytes following, long seenGeneration) {
            this.key = key;
            this.passed = passed;
            this.following = following;
            this.seenGeneration = seenGeneration;
        }

        RatchetKey key() {
            return key;
        }

        /** Moves the ratchet behind the key, keeps what was jumped over and erases the key. */
        void consume() {
            if (following == null) {
                skipped.remove(key.generation());
                key.erase();
                return;
            }
            if (seenGeneration != nextGeneration) {
                throw new IllegalStateException("the ratchet has moved on since");
            }
            for (RatchetKey passedKey : passed) {
                skipped.put(passedKey.generation(), passedKey);
            }
            while (skipped.size() > MlsLimits.MAX_SKIPPED_KEYS) {
                skipped.pollFirstEntry().getValue().erase();
            }
            nextGeneration = key.generation() + 1;
            secret.erase();
            secret = following;
            key.erase();
        }

        /** Leaves the ratchet as it was and erases what was derived for nothing. */
        void discard() {
            if (following != null) {
                key.erase();
                passed.forEach(RatchetKey::erase);
                following.erase();
            }
        }
    }

    void erase() {
        secret.erase();
        skipped.values().forEach(RatchetKey::erase);
        skipped.clear();
    }

    void encodeState(TlsWriter out) {
        out.writeOpaque(secret.dangerouslyExpose()).writeUint64(nextGeneration);
        out.writeVector(keys -> skipped.values().forEach(key -> key.encodeState(keys)));
    }

    static HashRatchet decodeState(TlsReader in) throws DecodeException {
        SecretBytes secret = SecretBytes.adopt(in.readOpaque(MAX_SECRET));
        long next = in.readUint64();
        TreeMap<Long, RatchetKey> skipped = new TreeMap<>();
        for (RatchetKey key : in.readList(MlsLimits.MAX_SKIPPED_KEYS, RatchetKey::decodeState)) {
            if (key.generation() >= next || (!skipped.isEmpty() && skipped.lastKey() >= key.generation())) {
                throw new DecodeException(Reason.INVALID_VALUE, "kept keys out of order");
            }
            skipped.put(key.generation(), key);
        }
        if (next < 0 || next > MAX_GENERATION + 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "a generation outside 32 bits");
        }
        return new HashRatchet(secret, next, skipped);
    }

    private static void requireGenerationsLeft(long generation) throws MlsException {
        if (generation > MAX_GENERATION) {
            throw new MlsException(ValidationRule.GENERATION_GAP, "the ratchet is at its end");
        }
    }

    private static RatchetKey keyAt(MlsCrypto crypto, SecretBytes secret, long generation) {
        return new RatchetKey(
                generation,
                crypto.deriveTreeSecret(secret, "key", generation, crypto.aeadKeyLength()),
                crypto.deriveTreeSecret(secret, "nonce", generation, crypto.aeadNonceLength()));
    }

    private static SecretBytes following(MlsCrypto crypto, SecretBytes secret, long generation) {
        return crypto.deriveTreeSecret(secret, "secret", generation, crypto.hashLength());
    }
}
