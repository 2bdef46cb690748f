package chat.paloma.core.engine.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import java.util.Base64;

/**
 * What two people compare, to know that the node shows each of them the other's account and no other: twelve groups of
 * five digits from both accounts and their root keys, the same on both sides, or a picture on the one's screen that the
 * other's camera reads. It changes when somebody has another account, and never with devices.
 *
 * @param digits twelve groups with spaces between them, about 199 bits
 * @param text for the picture
 */
public record SafetyNumber(String digits, String text) {
    private static final int GROUPS = 12;
    private static final int GROUP_BYTES = 5;
    private static final String PREFIX = "paloma-verify:";

    /** Of two accounts, as the first one's device shows it. */
    public static SafetyNumber of(CryptoProvider crypto, AccountRecord own, AccountRecord other) {
        boolean inOrder = own.account().compareTo(other.account()) <= 0;
        AccountRecord first = inOrder ? own : other;
        AccountRecord second = inOrder ? other : own;
        TlsWriter both = new TlsWriter()
                .write(ByteString.utf8("Paloma 1.0 safety number"))
                .writeUint16(1)
                .write(first.account())
                .write(first.certificate().rootKey())
                .write(second.account())
                .write(second.certificate().rootKey());
        byte[] hash = crypto.hash(HashAlgorithm.SHA_512, both.toByteArray());
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            digits.append(i == 0 ? "" : " ").append(group(hash, i * GROUP_BYTES));
        }
        return new SafetyNumber(digits.toString(), text(own.account(), other.account()));
    }

    private static String group(byte[] hash, int at) {
        long number = 0;
        for (int i = 0; i < GROUP_BYTES; i++) {
            number = number << 8 | (hash[at + i] & 0xff);
        }
        String digits = Long.toString(number % 100_000);
        return "0".repeat(5 - digits.length()) + digits;
    }

    private static String text(AccountId shownBy, AccountId about) {
        byte[] ids = java.util.Arrays.copyOf(shownBy.bytes().toByteArray(), 2 * AccountId.LENGTH);
        System.arraycopy(about.bytes().toByteArray(), 0, ids, AccountId.LENGTH, AccountId.LENGTH);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(ids);
    }

    /**
     * Whether this is what a device of {@code other} shows for {@code own}. The ids are hashes of the root keys, so they
     * say as much as those.
     */
    public static boolean isText(AccountId own, AccountId other, String scanned) {
        return text(other, own).equals(scanned.strip());
    }

    /** The digits alone, to compare with what somebody reads out or sends. */
    public static boolean isSame(SafetyNumber number, String typed) {
        StringBuilder digits = new StringBuilder();
        typed.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> digits.append((char) c));
        return number.digits().replace(" ", "").contentEquals(digits);
    }
}
