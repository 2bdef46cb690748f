package chat.paloma.core.engine.vault;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import java.util.Optional;

/**
 * What a device opens and seals its account's vault with.
 *
 * @param generation of the vault key: the version of the device list with which it came, from 1. So two devices that
 *     rotate it at once do not make two keys of one generation, and a revoked device has keys of former ones only
 * @param key the vault key
 * @param recovery the public half of the key pair that the recovery key's holder opens the vault with
 * @param former the key before, until the vault was sealed with the newer one
 */
public record VaultKeys(long generation, SecretBytes key, HpkePublicKey recovery, Optional<Former> former)
        implements TlsEncodable {
    /** A key that is no longer in use. */
    record Former(long generation, SecretBytes key) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(generation).writeBytes(key.dangerouslyExpose());
        }

        static Former decode(TlsReader in) throws DecodeException {
            return new Former(in.readUint64(), readKey(in));
        }
    }

    static final AeadAlgorithm AEAD = AeadAlgorithm.CHACHA20_POLY1305;

    public VaultKeys {
        if (generation < 1 || key.length() != AEAD.keyLength()) {
            throw new IllegalArgumentException("not a vault key");
        }
    }

    /** Of an account that has no vault yet. */
    public static VaultKeys first(long generation, HpkePublicKey recovery, RandomSource random) {
        return new VaultKeys(generation, random.nextSecret(AEAD.keyLength()), recovery, Optional.empty());
    }

    /** A new key, which no revoked device has. */
    public VaultKeys rotated(long newer, RandomSource random) {
        return new VaultKeys(
                newer, random.nextSecret(AEAD.keyLength()), recovery, Optional.of(new Former(generation, key)));
    }

    /**
     * These keys with what another device tells of them: a newer key, or one that was in use in between; empty when that
     * is nothing new.
     */
    public Optional<VaultKeys> hearing(VaultKeys told) {
        if (told.generation > generation) {
            return Optional.of(
                    told.former.isPresent()
                            ? told
                            : new VaultKeys(
                                    told.generation, told.key, recovery, Optional.of(new Former(generation, key))));
        }
        boolean between = told.generation < generation
                && former.filter(known -> known.generation() < told.generation).isPresent();
        return between
                ? Optional.of(
                        new VaultKeys(generation, key, recovery, Optional.of(new Former(told.generation, told.key))))
                : Optional.empty();
    }

    /** The key of a generation, if it is among these. */
    Optional<SecretBytes> ofGeneration(long wanted) {
        if (wanted == generation) {
            return Optional.of(key);
        }
        return former.filter(known -> known.generation() == wanted).map(Former::key);
    }

    /** Whether a key of this generation may be on its way to this device. */
    boolean mayCome(long wanted) {
        return wanted > generation
                || former.filter(known -> known.generation() < wanted).isPresent();
    }

    /** Nothing is sealed with the former key any more. */
    VaultKeys withoutFormer() {
        return new VaultKeys(generation, key, recovery, Optional.empty());
    }

    /** Secrets in the clear: for the host's encrypted store, and within what is encrypted for a device of the account. */
    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1)
                .writeUint64(generation)
                .writeBytes(key.dangerouslyExpose())
                .write(recovery)
                .writeOptional(former);
    }

    public static VaultKeys decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "a vault key of another format");
        }
        long generation = in.readUint64();
        if (generation < 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "generations begin with 1");
        }
        return new VaultKeys(generation, readKey(in), HpkePublicKey.decode(in), in.readOptional(Former::decode));
    }

    private static SecretBytes readKey(TlsReader in) throws DecodeException {
        return SecretBytes.adopt(in.readBytes(AEAD.keyLength()));
    }
}
