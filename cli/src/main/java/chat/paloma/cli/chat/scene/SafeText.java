package chat.paloma.cli.chat.scene;

import chat.paloma.client.transport.PlainText;

/**
 * Text of others for a screen: it can't steer the terminal, and is as wide as it seems. What joins and varies emoji is left
 * out, because terminals disagree on how wide the result is.
 */
public final class SafeText {
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int VARIATION_SELECTOR_15 = 0xfe0e;
    private static final int VARIATION_SELECTOR_16 = 0xfe0f;
    private static final int FIRST_SKIN_TONE = 0x1f3fb;
    private static final int LAST_SKIN_TONE = 0x1f3ff;

    private SafeText() {}

    /** On one line. */
    public static String line(String text) {
        return PlainText.line(simple(text.replaceAll("\\s+", " ").strip()));
    }

    /** On as many lines as it has. */
    public static String lines(String text) {
        return PlainText.lines(simple(text.replace("\t", "    ")), "");
    }

    private static String simple(String text) {
        return text.codePoints()
                .filter(c -> !isVariation(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isVariation(int c) {
        return c == ZERO_WIDTH_JOINER
                || c == VARIATION_SELECTOR_15
                || c == VARIATION_SELECTOR_16
                || (c >= FIRST_SKIN_TONE && c <= LAST_SKIN_TONE);
    }
}
