package chat.paloma.cli.chat.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines: between words where that is possible. */
public final class Wrap {
    private record Cell(int codePoint, Style style) {}

    private Wrap() {}

    /** Lines of at most so many columns; at least one. A line that fits stays as it is. */
    public static List<Line> lines(Line text, int columns) {
        List<Cell> cells = cells(text);
        List<Line> lines = new ArrayList<>();
        int start = 0;
        while (start < cells.size() || lines.isEmpty()) {
            int end = end(cells, start, Math.max(2, columns));
            lines.add(line(cells.subList(start, end)));
            start = end;
            while (start < cells.size()
                    && end < cells.size()
                    && cells.get(start).codePoint() == ' ') {
                start++;
            }
        }
        return lines;
    }

    private static List<Cell> cells(Line text) {
        List<Cell> cells = new ArrayList<>();
        for (Span span : text.spans()) {
            span.text().codePoints().forEach(c -> cells.add(new Cell(c, span.style())));
        }
        return cells;
    }

    /** Where the line ends that begins there: behind the last word that fits, or within one that is too long. */
    private static int end(List<Cell> cells, int start, int columns) {
        int used = 0;
        int lastBreak = -1;
        for (int i = start; i < cells.size(); i++) {
            int c = cells.get(i).codePoint();
            used += Span.width(c);
            if (c == ' ' && i > start) {
                lastBreak = i;
            }
            if (used > columns) {
                return lastBreak > start ? lastBreak : Math.max(i, start + 1);
            }
        }
        return cells.size();
    }

    private static Line line(List<Cell> cells) {
        List<Span> spans = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            text.appendCodePoint(cells.get(i).codePoint());
            boolean last = i + 1 == cells.size();
            if (last || !cells.get(i + 1).style().equals(cells.get(i).style())) {
                spans.add(new Span(text.toString(), cells.get(i).style()));
                text.setLength(0);
            }
        }
        return new Line(spans);
    }
}
