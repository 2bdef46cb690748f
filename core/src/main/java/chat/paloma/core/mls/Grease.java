package chat.paloma.core.mls;

import chat.paloma.core.crypto.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * The numbers that mean nothing and never will, which a client mixes into its lists so that nobody forgets to ignore
 * what it doesn't know (RFC 9420 section 13.5). A reader treats them as any other unknown number.
 */
public final class Grease {
    /** How many there are: 0x0A0A, 0x1A1A, up to 0xEAEA. */
    private static final int COUNT = 15;

    private Grease() {}

    /** One of them, by chance. */
    public static int pick(RandomSource random) {
        return number(upTo(COUNT, random));
    }

    /** Whether a number is one of them. */
    public static boolean isGrease(int number) {
        return (number & 0x0f0f) == 0x0a0a && number >>> 12 == (number >>> 4 & 0xf) && number >>> 12 < COUNT;
    }

    /**
     * The list with one of them at a random place; one that has one already, or {@code most} entries, stays as it is.
     *
     * @param most of the entries, at most 255
     * @param number of an entry
     * @param entry with a number
     */
    public static <T> List<T> mixInto(
            List<T> entries, int most, ToIntFunction<T> number, IntFunction<T> entry, RandomSource random) {
        if (entries.size() >= most || entries.stream().anyMatch(each -> isGrease(number.applyAsInt(each)))) {
            return entries;
        }
        List<T> mixed = new ArrayList<>(entries);
        mixed.add(upTo(entries.size() + 1, random), entry.apply(pick(random)));
        return mixed;
    }

    private static int number(int chosen) {
        return chosen * 0x1010 + 0x0a0a;
    }

    /** Not quite even, which here is good enough. */
    private static int upTo(int bound, RandomSource random) {
        return (random.nextBytes(1)[0] & 0xff) % bound;
    }
}
