package chat.paloma.node.atrest;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.crypto.hpke.Kems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Master keys: private keys of X-Wing, to whose public halves data keys are sealed (HPKE, RFC 9180, base mode, with
 * HKDF-SHA256 and AES-256-GCM). The first is the one that data keys are wrapped with from now on; the others are former
 * ones. A wrapped key stays safe unless X25519 and ML-KEM-768 are both broken.
 */
final class MasterKeys {
    private static final int SEED_LENGTH = 32;
    private static final int MAX_KEYS = 16;
    private static final int ID_LENGTH = 16;
    private static final byte[] INFO = "Paloma data key 1".getBytes(StandardCharsets.US_ASCII);

    private final Hpke hpke;
    private final List<MasterKey> keys;

    private record MasterKey(ByteString id, HpkeKeyPair pair) {}

    /** A data key as it is stored. */
    record Wrapped(int id, ByteString master, ByteString encapsulation, ByteString ciphertext) {}

    private MasterKeys(Hpke hpke, List<MasterKey> keys) {
        this.hpke = hpke;
        this.keys = keys;
    }

    /**
     * Reads the keys from where they are kept.
     *
     * @throws IOException when there is none, or one is no key
     */
    static MasterKeys read(MasterKeySource source, CryptoProvider crypto) throws IOException {
        Hpke hpke = new Hpke(crypto, Kems.X_WING, HashAlgorithm.SHA_256, Optional.of(AeadAlgorithm.AES_256_GCM));
        List<MasterKey> keys = new ArrayList<>();
        for (String line : source.read().lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                keys.add(masterKey(hpke, line));
            }
        }
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IOException("there are " + keys.size() + " keys; it takes 1 to " + MAX_KEYS + ", one a line");
        }
        return new MasterKeys(hpke, List.copyOf(keys));
    }

    private static MasterKey masterKey(Hpke hpke, String line) throws IOException {
        try {
            byte[] seed = Base64.getDecoder().decode(line);
            if (seed.length != SEED_LENGTH) {
                throw new IOException("a key has 32 bytes, in Base64; make one with: openssl rand -base64 32");
            }
            HpkePrivateKey privateKey = new HpkePrivateKey(SecretBytes.adopt(seed));
            HpkeKeyPair pair = new HpkeKeyPair(privateKey, hpke.kem().publicKey(hpke.crypto(), privateKey));
            byte[] hash = hpke.crypto()
                    .hash(HashAlgorithm.SHA_256, pair.publicKey().bytes().toByteArray());
            return new MasterKey(ByteString.copyOf(hash).slice(0, ID_LENGTH), pair);
        } catch (IllegalArgumentException | CryptoException e) {
            throw new IOException("a key has 32 bytes, in Base64; make one with: openssl rand -base64 32", e);
        }
    }

    /** Names the key that wraps from now on. */
    ByteString current() {
        return keys.getFirst().id();
    }

    /** Wraps a data key with the first of these keys. */
    Wrapped wrap(int id, SecretBytes dataKey, RandomSource random) {
        try {
            Hpke.Sealed sealed = hpke.seal(
                    keys.getFirst().pair().publicKey(), INFO, numbered(id), dataKey.dangerouslyExpose(), random);
            return new Wrapped(id, current(), sealed.encapsulation(), sealed.ciphertext());
        } catch (CryptoException e) {
            throw new IllegalStateException("a key that was made here", e);
        }
    }

    /** The data key; empty when none of these keys opens it. */
    Optional<SecretBytes> unwrap(Wrapped wrapped) {
        for (MasterKey key : keys) {
            if (key.id().equals(wrapped.master())) {
                try {
                    return Optional.of(SecretBytes.adopt(hpke.open(
                            key.pair().privateKey(),
                            INFO,
                            numbered(wrapped.id()),
                            new Hpke.Sealed(wrapped.encapsulation(), wrapped.ciphertext()))));
                } catch (CryptoException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** A wrapped key can't be given another number. */
    private static byte[] numbered(int id) {
        return new TlsWriter().writeUint32(id).toByteString().toByteArray();
    }
}
