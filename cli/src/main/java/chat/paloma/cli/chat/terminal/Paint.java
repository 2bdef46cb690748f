package chat.paloma.cli.chat.terminal;

import chat.paloma.cli.chat.text.Line;
import chat.paloma.cli.chat.text.Span;
import chat.paloma.cli.chat.text.Style;
import chat.paloma.cli.chat.text.Tone;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Styles as a terminal of sixteen colours has them, or one of none. */
final class Paint {
    static {
        // Lines are drawn with the characters that stand for them: whoever copies text from the screen gets those.
        System.setProperty("org.jline.utils.disableAlternateCharset", "true");
    }

    private final boolean colours;

    Paint(boolean colours) {
        this.colours = colours;
    }

    AttributedString paint(Line line) {
        AttributedStringBuilder painted = new AttributedStringBuilder();
        for (Span span : line.spans()) {
            painted.styled(style(span.style()), span.text());
        }
        return painted.toAttributedString();
    }

    private AttributedStyle style(Style style) {
        AttributedStyle painted = AttributedStyle.DEFAULT;
        if (style.tone() == Tone.QUIET) {
            painted = painted.faint();
        } else if (colours && style.tone() != Tone.TEXT) {
            painted = painted.foreground(colour(style.tone()));
        }
        if (style.strong()) {
            painted = painted.bold();
        }
        return style.inverse() ? painted.inverse() : painted;
    }

    private static int colour(Tone tone) {
        return switch (tone) {
            case TEXT, QUIET -> AttributedStyle.WHITE;
            case ACCENT, PERSON_1 -> AttributedStyle.CYAN;
            case GOOD, PERSON_2 -> AttributedStyle.GREEN;
            case WARN, PERSON_3 -> AttributedStyle.YELLOW;
            case DANGER -> AttributedStyle.RED;
            case PERSON_4 -> AttributedStyle.MAGENTA;
            case PERSON_5 -> AttributedStyle.BRIGHT + AttributedStyle.BLUE;
            case PERSON_6 -> AttributedStyle.BRIGHT + AttributedStyle.MAGENTA;
        };
    }
}
