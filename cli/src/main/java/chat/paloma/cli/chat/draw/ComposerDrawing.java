package chat.paloma.cli.chat.draw;

import chat.paloma.cli.chat.model.Composer;
import chat.paloma.cli.chat.text.Line;
import chat.paloma.cli.chat.text.Span;
import chat.paloma.cli.chat.text.Style;
import java.util.ArrayList;
import java.util.List;

/** Draws the text that is being written, with the cursor in sight. */
final class ComposerDrawing {
    private static final int PROMPT = 3;

    private ComposerDrawing() {}

    /** Lines, and where among them the cursor stands. */
    record Drawn(List<Line> lines, int cursorRow, int cursorColumn) {}

    static Drawn draw(Look look, Composer composer, String placeholder, int columns, int most) {
        Style prompt = Style.ACCENT.bold();
        if (composer.isEmpty()) {
            Line line = Line.of(" " + look.prompt() + " ", prompt).plus(placeholder, Style.QUIET);
            return new Drawn(List.of(line), 0, PROMPT);
        }
        int wide = Math.max(2, columns - PROMPT - 1);
        List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
        int cursorRow = 0;
        int cursorColumn = 0;
        int used = 0;
        String text = composer.text();
        for (int i = 0; i <= text.length(); ) {
            if (i == composer.cursor()) {
                cursorRow = rows.size() - 1;
                cursorColumn = used;
            }
            if (i == text.length()) {
                break;
            }
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n') {
                rows.add(new StringBuilder());
                used = 0;
                continue;
            }
            int width = new Span(Character.toString(c), Style.TEXT).width();
            if (used + width > wide) {
                rows.add(new StringBuilder());
                used = 0;
            }
            rows.getLast().appendCodePoint(c);
            used += width;
        }
        int from = Math.clamp(cursorRow - most / 2, 0, Math.max(0, rows.size() - most));
        List<Line> lines = new ArrayList<>();
        for (int i = from; i < Math.min(rows.size(), from + most); i++) {
            String before = i == 0 ? " " + look.prompt() + " " : "   ";
            lines.add(Line.of(before, prompt).plus(rows.get(i).toString()));
        }
        return new Drawn(lines, cursorRow - from, PROMPT + cursorColumn);
    }
}
