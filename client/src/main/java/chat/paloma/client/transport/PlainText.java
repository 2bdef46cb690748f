package chat.paloma.client.transport;

/** Text that others wrote, for a terminal: nothing in it may steer one, nor look like a line of ours. */
public final class PlainText {
    private static final int REPLACEMENT = 0xfffd;
    /** Joins emoji; it does nothing else. */
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private PlainText() {}

    /** On one line: every control and formatting character is replaced. */
    public static String line(String text) {
        return text.codePoints()
                .map(c -> isSafe(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** On several lines where the text has several, each but the first behind {@code indent}. */
    public static String lines(String text, String indent) {
        return text.lines()
                .map(PlainText::line)
                .reduce((a, b) -> a + "\n" + indent + b)
                .orElse("");
    }

    private static boolean isSafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> c == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }
}
