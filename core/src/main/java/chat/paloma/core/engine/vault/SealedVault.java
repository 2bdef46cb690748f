package chat.paloma.core.engine.vault;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.crypto.hpke.Kems;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.wire.WireLimits;
import java.util.Optional;

/**
 * A vault as the node has it: the content under the vault key, and the vault key under the key pair that comes from the
 * recovery key (HPKE, RFC 9180, with X-Wing). Both are bound to the account and the key's generation.
 *
 * @param generation of the vault key
 * @param encapsulation and
 * @param sealedKey the vault key for the recovery key's holder
 * @param nonce random for each time that a vault is sealed
 * @param ciphertext of the content
 */
record SealedVault(
        long generation, ByteString encapsulation, ByteString sealedKey, ByteString nonce, ByteString ciphertext)
        implements TlsEncodable {
    private static final int MAX_ENCAPSULATION = 2048;
    private static final int MAX_SEALED_KEY = 128;

    /** What came out, with the keys that open it from now on. */
    record Recovered(VaultKeys keys, VaultContent content) {}

    private static Hpke hpke(CryptoProvider crypto) {
        return new Hpke(crypto, Kems.X_WING, HashAlgorithm.SHA_256, Optional.of(VaultKeys.AEAD));
    }

    private static byte[] info(AccountId account, long generation) {
        return new TlsWriter()
                .write(ByteString.utf8("Paloma 1.0 vault key"))
                .write(account)
                .writeUint64(generation)
                .toByteArray();
    }

    private static byte[] bound(AccountId account, long generation, ByteString encapsulation, ByteString sealedKey) {
        return new TlsWriter()
                .write(ByteString.utf8("Paloma 1.0 vault"))
                .write(account)
                .writeUint64(generation)
                .write(encapsulation)
                .write(sealedKey)
                .toByteArray();
    }

    static SealedVault seal(
            CryptoProvider crypto, AccountId account, VaultKeys keys, VaultContent content, RandomSource random) {
        try {
            Hpke.Sealed key = hpke(crypto)
                    .seal(
                            keys.recovery(),
                            info(account, keys.generation()),
                            new byte[0],
                            keys.key().dangerouslyExpose(),
                            random);
            byte[] nonce = random.nextBytes(AeadAlgorithm.NONCE_LENGTH);
            byte[] ciphertext = crypto.seal(
                    VaultKeys.AEAD,
                    keys.key(),
                    nonce,
                    bound(account, keys.generation(), key.encapsulation(), key.ciphertext()),
                    content.encoded());
            return new SealedVault(
                    keys.generation(),
                    key.encapsulation(),
                    key.ciphertext(),
                    ByteString.adopt(nonce),
                    ByteString.adopt(ciphertext));
        } catch (CryptoException e) {
            throw new IllegalStateException("the vault's own keys are unusable", e);
        }
    }

    /**
     * Opens it with the vault key.
     *
     * @param key of this generation
     * @throws CryptoException when it is not what a holder of the key sealed for this account
     * @throws DecodeException when what a holder of the key sealed is of another format
     */
    VaultContent open(CryptoProvider crypto, AccountId account, SecretBytes key)
            throws CryptoException, DecodeException {
        byte[] content = crypto.open(
                VaultKeys.AEAD,
                key,
                nonce.toByteArray(),
                bound(account, generation, encapsulation, sealedKey),
                ciphertext.toByteArray());
        Decoder<VaultContent> decoder = VaultContent::decode;
        return decoder.decodeAll(content);
    }

    /**
     * Opens it with the key pair of the recovery key.
     *
     * @throws CryptoException when it is not of this account, or of another recovery key
     * @throws DecodeException when it is of another format
     */
    Recovered recover(CryptoProvider crypto, AccountId account, HpkeKeyPair recovery)
            throws CryptoException, DecodeException {
        byte[] key = hpke(crypto)
                .open(
                        recovery.privateKey(),
                        info(account, generation),
                        new byte[0],
                        new Hpke.Sealed(encapsulation, sealedKey));
        if (key.length != VaultKeys.AEAD.keyLength()) {
            throw new CryptoException(CryptoException.Reason.INVALID_KEY, "not a vault key");
        }
        VaultKeys keys = new VaultKeys(generation, SecretBytes.adopt(key), recovery.publicKey(), Optional.empty());
        return new Recovered(keys, open(crypto, account, keys.key()));
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1)
                .writeUint64(generation)
                .write(encapsulation)
                .write(sealedKey)
                .writeBytes(nonce.toByteArray())
                .write(ciphertext);
    }

    static SealedVault decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "a vault of another format");
        }
        long generation = in.readUint64();
        if (generation < 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "generations begin with 1");
        }
        return new SealedVault(
                generation,
                ByteString.decode(in, MAX_ENCAPSULATION),
                ByteString.decode(in, MAX_SEALED_KEY),
                ByteString.adopt(in.readBytes(AeadAlgorithm.NONCE_LENGTH)),
                ByteString.decode(in, WireLimits.MAX_VAULT));
    }
}
