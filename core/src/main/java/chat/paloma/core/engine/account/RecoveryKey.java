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
import java.util.Locale;
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

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int GROUPS = 8;
    private static final int GROUP = 7;
    private static final int CHARACTERS = GROUPS * GROUP;
    private static final int CHECKSUM = 4;

    private final SecretBytes secret;

    private RecoveryKey(SecretBytes secret) {
        this.secret = secret;
    }

    public static RecoveryKey random(RandomSource random) {
        return new RecoveryKey(random.nextSecret(LENGTH));
    }

    /** Reads what a person typed: capitals, spaces and dashes do not matter, nor do i, l and o; empty for a mistake. */
    public static Optional<RecoveryKey> parse(CryptoProvider crypto, String text) {
        StringBuilder digits = new StringBuilder();
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c == ' ' || c == '-' || c == '\n' || c == '\r' || c == '\t') {
                continue;
            }
            char plain = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
            if (ALPHABET.indexOf(plain) < 0 || digits.length() >= CHARACTERS) {
                return Optional.empty();
            }
            digits.append(plain);
        }
        if (digits.length() != CHARACTERS) {
            return Optional.empty();
        }
        byte[] bytes = new byte[LENGTH];
        int bits = 0;
        int buffer = 0;
        int at = 0;
        for (int i = 0; i < CHARACTERS - CHECKSUM; i++) {
            buffer = (buffer << 5 | ALPHABET.indexOf(digits.charAt(i))) & 0xffff;
            bits += 5;
            if (bits >= 8 && at < LENGTH) {
                bits -= 8;
                bytes[at++] = (byte) (buffer >>> bits);
            }
        }
        RecoveryKey key = new RecoveryKey(SecretBytes.adopt(bytes));
        return key.characters(crypto).contentEquals(digits) ? Optional.of(key) : Optional.empty();
    }

    /** The groups, with dashes between them. */
    public String text(CryptoProvider crypto) {
        String characters = characters(crypto);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i += GROUP) {
            text.append(i == 0 ? "" : "-").append(characters, i, i + GROUP);
        }
        return text.toString();
    }

    private String characters(CryptoProvider crypto) {
        byte[] bytes = secret.dangerouslyExpose();
        byte[] hash = crypto.hash(HashAlgorithm.SHA_256, concatenate("recovery key checksum", bytes));
        StringBuilder text = new StringBuilder();
        append(text, bytes, CHARACTERS - CHECKSUM);
        append(text, hash, CHECKSUM);
        return text.toString();
    }

    private static byte[] concatenate(String label, byte[] bytes) {
        byte[] prefix = label.getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(prefix, prefix.length + bytes.length);
        System.arraycopy(bytes, 0, all, prefix.length, bytes.length);
        return all;
    }

    private static void append(StringBuilder text, byte[] bytes, int characters) {
        int buffer = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < characters; i++) {
            if (bits < 5) {
                buffer = (buffer << 8 | (at < bytes.length ? bytes[at] & 0xff : 0)) & 0xffff;
                at++;
                bits += 8;
            }
            bits -= 5;
            text.append(ALPHABET.charAt(buffer >>> bits & 31));
        }
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
