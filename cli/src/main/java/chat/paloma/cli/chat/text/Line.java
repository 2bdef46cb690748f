package chat.paloma.cli.chat.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One line on a terminal. */
public record Line(List<Span> spans) {
    public static final Line EMPTY = new Line(List.of());

    public Line {
        spans = List.copyOf(spans);
    }

    public static Line of(String text, Style style) {
        return text.isEmpty() ? EMPTY : new Line(List.of(new Span(text, style)));
    }

    public static Line of(String text) {
        return of(text, Style.TEXT);
    }

    /** In columns. */
    public int width() {
        return spans.stream().mapToInt(Span::width).sum();
    }

    public String text() {
        return spans.stream().map(Span::text).collect(Collectors.joining());
    }

    public Line plus(Line behind) {
        List<Span> all = new ArrayList<>(spans);
        all.addAll(behind.spans);
        return new Line(all);
    }

    public Line plus(String text, Style style) {
        return plus(of(text, style));
    }

    public Line plus(String text) {
        return plus(text, Style.TEXT);
    }

    /** The same as if selected. */
    public Line inverted() {
        return new Line(spans.stream()
                .map(span -> new Span(span.text(), span.style().inverted()))
                .toList());
    }

    /** As much of it as fits, with a sign at the end when that is not all. */
    public Line cut(int columns, String more) {
        if (width() <= columns) {
            return this;
        }
        int room = Math.max(0, columns - Span.width(more));
        List<Span> kept = new ArrayList<>();
        for (Span span : spans) {
            String part = prefix(span.text(), room);
            kept.add(new Span(part, span.style()));
            room -= Span.width(part);
            if (part.length() < span.text().length()) {
                break;
            }
        }
        return new Line(kept).plus(columns < Span.width(more) ? "" : more, Style.QUIET);
    }

    private static String prefix(String text, int columns) {
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            used += Span.width(c);
            if (used > columns) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.toString();
    }

    /** Exactly so wide: cut, or filled up with spaces. */
    public Line fit(int columns, String more) {
        Line cut = cut(columns, more);
        int missing = columns - cut.width();
        return missing <= 0 ? cut : cut.plus(" ".repeat(missing));
    }

    /** In the middle of so many columns, between rules; the left one as short as that. */
    public static Line rule(Line label, int columns, String rule, Style style) {
        int free = columns - label.width() - 2;
        if (free < 2) {
            return label.cut(columns, "");
        }
        int left = free / 2;
        return of(rule.repeat(left) + " ", style).plus(label).plus(" " + rule.repeat(free - left), style);
    }
}
