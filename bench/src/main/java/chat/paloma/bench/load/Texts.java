package chat.paloma.bench.load;

import java.util.Locale;

/** Texts of 200 characters, the same for every subject. */
public final class Texts {
    /** The length of each, in characters, which are all ASCII. */
    public static final int LENGTH = 200;

    private static final String BEGINNING =
            "the quick brown fox jumps over the lazy dog while somebody watches and writes it all down, "
                    .repeat(3)
                    .substring(0, LENGTH - Payload.MARK);

    private Texts() {}

    /** The one that ends with this number, from 0 to 99,999,999. */
    public static String numbered(long number) {
        return BEGINNING + String.format(Locale.ROOT, "%08d", number);
    }
}
