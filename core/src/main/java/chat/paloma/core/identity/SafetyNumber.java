package chat.paloma.core.identity;

import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import java.nio.charset.StandardCharsets;

/**
 * What two people compare to know that each has the account of the other, and not one that the server made up: the same
 * 60 digits on both sides, 30 for each account. An account's id is the hash of its root key, so the number stays when
 * devices come and go.
 *
 * <p>Each half is made by {@link #ROUNDS} hashes, so that an account with the same half as another one takes more than
 * 2^110 of them to find.
 */
public record SafetyNumber(String digits) {
    /** How many digits there are. */
    public static final int LENGTH = 60;

    private static final int ROUNDS = 4096;
    private static final int GROUP = 5;
    private static final byte[] LABEL = "Paloma 1.0 SafetyNumber".getBytes(StandardCharsets.UTF_8);

    public SafetyNumber {
        if (digits.length() != LENGTH || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a safety number has " + LENGTH + " digits");
        }
    }

    /** The number of two accounts, in either order. */
    public static SafetyNumber of(CryptoProvider crypto, AccountId one, AccountId other) {
        String first = half(crypto, one);
        String second = half(crypto, other);
        return new SafetyNumber(one.compareTo(other) <= 0 ? first + second : second + first);
    }

    private static String half(CryptoProvider crypto, AccountId account) {
        byte[] hash = new TlsWriter().writeBytes(LABEL).write(account).toByteArray();
        for (int i = 0; i < ROUNDS; i++) {
            hash = crypto.hash(HashAlgorithm.SHA_512, hash);
        }
        StringBuilder digits = new StringBuilder();
        for (int at = 0; digits.length() < LENGTH / 2; at += 5) {
            long value = 0;
            for (int i = 0; i < 5; i++) {
                value = value << 8 | hash[at + i] & 0xff;
            }
            String group = Long.toString(value % 100_000);
            digits.append("0".repeat(GROUP - group.length())).append(group);
        }
        return digits.toString();
    }

    /** Whether somebody typed this number, however they grouped it. */
    public boolean matches(String typed) {
        StringBuilder only = new StringBuilder();
        for (char c : typed.toCharArray()) {
            if (c >= '0' && c <= '9') {
                only.append(c);
            }
        }
        return only.toString().equals(digits);
    }

    /** In groups of five, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < LENGTH; at += GROUP) {
            text.append(at == 0 ? "" : " ").append(digits, at, at + GROUP);
        }
        return text.toString();
    }
}
