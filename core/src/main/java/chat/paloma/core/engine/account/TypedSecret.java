package chat.paloma.core.engine.account;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a secret is written so that a person can type it: groups of seven characters, the bits in base 32 without
 * look-alikes, and a checksum behind them.
 *
 * @param length of the secret in bytes
 * @param checksum in characters of 5 bits each
 * @param label for the checksum, so that one kind of secret is not taken for another
 */
public record TypedSecret(int length, int checksum, String label) {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int GROUP = 7;

    private int digits() {
        return Math.ceilDiv(length * 8, 5);
    }

    private int characters() {
        return digits() + checksum;
    }

    /** The groups, with dashes between them. */
    public String text(CryptoProvider crypto, SecretBytes secret) {
        String characters = characters(crypto, secret);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < characters.length(); i += GROUP) {
            text.append(i == 0 ? "" : "-").append(characters, i, Math.min(i + GROUP, characters.length()));
        }
        return text.toString();
    }

    /** Reads what a person typed: capitals, spaces and dashes do not matter, nor do i, l and o; empty for a mistake. */
    public Optional<SecretBytes> parse(CryptoProvider crypto, String text) {
        StringBuilder typed = new StringBuilder();
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c == ' ' || c == '-' || c == '\n' || c == '\r' || c == '\t') {
                continue;
            }
            char plain = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
            if (ALPHABET.indexOf(plain) < 0 || typed.length() >= characters()) {
                return Optional.empty();
            }
            typed.append(plain);
        }
        if (typed.length() != characters()) {
            return Optional.empty();
        }
        SecretBytes secret = SecretBytes.adopt(bytes(typed));
        return characters(crypto, secret).contentEquals(typed) ? Optional.of(secret) : Optional.empty();
    }

    private byte[] bytes(CharSequence typed) {
        byte[] bytes = new byte[length];
        int bits = 0;
        int buffer = 0;
        int at = 0;
        for (int i = 0; i < digits(); i++) {
            buffer = (buffer << 5 | ALPHABET.indexOf(typed.charAt(i))) & 0xffff;
            bits += 5;
            if (bits >= 8 && at < length) {
                bits -= 8;
                bytes[at++] = (byte) (buffer >>> bits);
            }
        }
        return bytes;
    }

    private String characters(CryptoProvider crypto, SecretBytes secret) {
        byte[] bytes = secret.dangerouslyExpose();
        byte[] prefix = label.getBytes(StandardCharsets.US_ASCII);
        byte[] labelled = Arrays.copyOf(prefix, prefix.length + bytes.length);
        System.arraycopy(bytes, 0, labelled, prefix.length, bytes.length);
        StringBuilder text = new StringBuilder();
        append(text, bytes, digits());
        append(text, crypto.hash(HashAlgorithm.SHA_256, labelled), checksum);
        return text.toString();
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
}
