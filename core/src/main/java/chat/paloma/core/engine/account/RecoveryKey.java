package chat.paloma.core.engine.account;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.hpke.Kems;
import chat.paloma.core.identity.RootKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * 256 random bits from which an account's root key is made again when every device is lost. A person keeps it as eight
 * groups of seven characters: the bits in base 32 without look-alikes, and 20 bits of checksum behind them.
 *
 * <p>It is shown once and never stored on a device.
 */
public final class RecoveryKey {
    /** Its length in bytes. */
    public static final int LENGTH = 32;

    private static final TypedSecret FORM = new TypedSecret(LENGTH, 4, "recovery key checksum");

    private final SecretBytes secret;

    private RecoveryKey(SecretBytes secret) {
        this.secret = secret;
    }

    public static RecoveryKey random(RandomSource random) {
        return new RecoveryKey(random.nextSecret(LENGTH));
    }

    /** Reads what a person typed: capitals, spaces and dashes do not matter, nor do i, l and o; empty for a mistake. */
    public static Optional<RecoveryKey> parse(CryptoProvider crypto, String text) {
        return FORM.parse(crypto, text).map(RecoveryKey::new);
    }

    /** The groups, with dashes between them. */
    public String text(CryptoProvider crypto) {
        return FORM.text(crypto, secret);
    }

    /** A secret that is made from this key for one purpose. */
    public SecretBytes derive(CryptoProvider crypto, String purpose, int length) {
        return crypto.hkdfExpand(
                HashAlgorithm.SHA_512,
                secret,
                ("Paloma 1.0 recovery " + purpose).getBytes(StandardCharsets.US_ASCII),
                length);
    }

    /** The account's root key, the same each time. */
    public RootKey rootKey(CryptoProvider crypto) {
        return RootKey.generate(
                crypto, length -> derive(crypto, "root key", length).dangerouslyExpose());
    }

    /** The pair with which whoever has this key opens the account's vault, the same each time. */
    public HpkeKeyPair vaultKeyPair(CryptoProvider crypto) {
        try {
            return Kems.X_WING.deriveKeyPair(
                    crypto, derive(crypto, "vault key pair", Kems.X_WING.keyGenerationLength()));
        } catch (CryptoException e) {
            throw new IllegalStateException("the recovery key makes no key pair", e);
        }
    }

    /** Overwrites it. */
    public void erase() {
        secret.erase();
    }
}
