package chat.paloma.core.mls;

import chat.paloma.core.crypto.RandomSource;

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
        int chosen = (random.nextBytes(1)[0] & 0xff) % COUNT;
        return chosen * 0x1010 + 0x0a0a;
    }
}
