package chat.paloma.cli.chat.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of Markdown that a terminal shows: strong text, code, quotations, and who is mentioned. */
public final class Markup {
    private static final Pattern MARK =
            Pattern.compile("\\*\\*([^*]+)\\*\\*|`[^`]+`|(?<![\\w@])@[a-z0-9][a-z0-9._-]*|https?://\\S+");
    private static final String FENCE = "```";

    private Markup() {}

    /** The lines of a message, each as long as it is. */
    public static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        boolean code = false;
        for (String each : text.split("\n", -1)) {
            if (each.strip().startsWith(FENCE)) {
                code = !code;
            } else if (code) {
                lines.add(Line.of("  " + each, Style.ACCENT));
            } else if (each.startsWith(">")) {
                lines.add(Line.of(each, Style.QUIET));
            } else {
                lines.add(inline(each));
            }
        }
        return lines.isEmpty() ? List.of(Line.EMPTY) : lines;
    }

    private static Line inline(String text) {
        Line line = Line.EMPTY;
        int from = 0;
        Matcher mark = MARK.matcher(text);
        while (mark.find()) {
            line = line.plus(text.substring(from, mark.start())).plus(marked(mark));
            from = mark.end();
        }
        return line.plus(text.substring(from));
    }

    private static Line marked(Matcher mark) {
        if (mark.group(1) != null) {
            return Line.of(mark.group(1), Style.STRONG);
        }
        return Line.of(mark.group(), Style.ACCENT);
    }
}
