package chat.paloma.cli.chat.draw;

import chat.paloma.cli.chat.model.Chooser;
import chat.paloma.cli.chat.text.Line;
import chat.paloma.cli.chat.text.Style;
import chat.paloma.cli.chat.text.Wrap;
import java.util.ArrayList;
import java.util.List;

/** Draws a list to choose from, in the place of the timeline. */
final class ChooserDrawing {
    private static final int LABEL = 26;

    private ChooserDrawing() {}

    static List<Line> lines(Look look, Chooser chooser, int columns, int height) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(" " + chooser.title(), Style.STRONG));
        lines.add(Line.of(" " + look.prompt() + " ", Style.ACCENT.bold())
                .plus(chooser.filter())
                .plus(chooser.filter().isEmpty() ? "type to narrow down" : "", Style.QUIET));
        lines.add(Line.of(look.across().repeat(columns), Style.QUIET));
        List<Chooser.Item> items = chooser.items();
        List<Line> list = new ArrayList<>();
        int selectedAt = 0;
        for (int i = 0; i < items.size(); i++) {
            boolean selected = i == chooser.selected();
            selectedAt = selected ? list.size() : selectedAt;
            for (Line line : item(look, items.get(i), columns, selected)) {
                list.add(selected ? line.fit(columns, look.more()).inverted() : line);
            }
        }
        if (items.isEmpty()) {
            list.add(Line.of("   Nothing", Style.QUIET));
        }
        int space = Math.max(1, height - lines.size() - 1);
        int from = Math.clamp(selectedAt - space / 2, 0, Math.max(0, list.size() - space));
        lines.addAll(list.subList(from, Math.min(list.size(), from + space)));
        while (lines.size() < height - 1) {
            lines.add(Line.EMPTY);
        }
        lines.add(Line.of(" " + chooser.hint(), Style.QUIET));
        return lines;
    }

    /** The label, and the detail in as many lines as it needs, up to a few. */
    private static List<Line> item(Look look, Chooser.Item item, int columns, boolean selected) {
        int label = Math.min(LABEL, columns / 2);
        Line head = Line.of(selected ? " " + look.selected() + " " : "   ").plus(Line.of(item.label()));
        if (item.detail().isEmpty()) {
            return Wrap.lines(head, columns);
        }
        List<Line> lines = new ArrayList<>();
        List<Line> detail = Wrap.lines(Line.of(item.detail(), Style.QUIET), Math.max(10, columns - label - 5));
        for (int i = 0; i < Math.min(detail.size(), selected ? 6 : 2); i++) {
            Line left = i == 0 ? head : Line.EMPTY;
            lines.add(left.fit(label + 3, look.more()).plus("  ").plus(detail.get(i)));
        }
        return lines;
    }
}
