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
 * @param generation of the vault key, unsigned 32 bits, from 1: a revoked device has the keys of former ones only
 * @param key the vault key
 * @param recovery the public half of the key pair that the recovery key's holder opens the vault with
 * @param former the key of the generation before, until the vault was sealed with the newer one
 */
public record VaultKeys(long generation, SecretBytes key, HpkePublicKey recovery, Optional<SecretBytes> former)
        implements TlsEncodable {
    static final AeadAlgorithm AEAD = AeadAlgorithm.CHACHA20_POLY1305;

    public VaultKeys {
        if (generation < 1 || generation > 0xffff_ffffL || key.length() != AEAD.keyLength()) {
            throw new IllegalArgumentException("not a vault key");
        }
    }

    /** Of a new account. */
    public static VaultKeys first(HpkePublicKey recovery, RandomSource random) {
        return new VaultKeys(1, random.nextSecret(AEAD.keyLength()), recovery, Optional.empty());
    }

    /** A new key, which no revoked device has. */
    public VaultKeys rotated(RandomSource random) {
        return new VaultKeys(generation + 1, random.nextSecret(AEAD.keyLength()), recovery, Optional.of(key));
    }

    /** The key of a generation, if it is among these. */
    Optional<SecretBytes> ofGeneration(long wanted) {
        if (wanted == generation) {
            return Optional.of(key);
        }
        return wanted == generation - 1 ? former : Optional.empty();
    }

    /** Nothing is sealed with the former key any more. */
    VaultKeys withoutFormer() {
        return new VaultKeys(generation, key, recovery, Optional.empty());
    }

    /** Secrets in the clear: for the host's encrypted store, and within what is encrypted for a device of the account. */
    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1)
                .writeUint32(generation)
                .writeBytes(key.dangerouslyExpose())
                .write(recovery)
                .writeOptional(former.map(SecretBytes::dangerouslyPublish));
    }

    public static VaultKeys decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "a vault key of another format");
        }
        long generation = in.readUint32();
        if (generation == 0) {
            throw new DecodeException(Reason.INVALID_VALUE, "generations begin with 1");
        }
        return new VaultKeys(generation, readKey(in), HpkePublicKey.decode(in), in.readOptional(VaultKeys::readFormer));
    }

    private static SecretBytes readKey(TlsReader in) throws DecodeException {
        return SecretBytes.adopt(in.readBytes(AEAD.keyLength()));
    }

    private static SecretBytes readFormer(TlsReader in) throws DecodeException {
        byte[] key = in.readOpaque(AEAD.keyLength());
        if (key.length != AEAD.keyLength()) {
            throw new DecodeException(Reason.INVALID_VALUE, "not the length of a vault key");
        }
        return SecretBytes.adopt(key);
    }
}
