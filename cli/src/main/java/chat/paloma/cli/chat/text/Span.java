package chat.paloma.cli.chat.text;

import org.jline.utils.WCWidth;

/** A piece of text that looks the same throughout. It has no control characters. */
public record Span(String text, Style style) {
    public static Span of(String text) {
        return new Span(text, Style.TEXT);
    }

    /** How many columns a terminal gives it. */
    public int width() {
        return width(text);
    }

    static int width(String text) {
        return text.codePoints().map(Span::width).sum();
    }

    static int width(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }
}
