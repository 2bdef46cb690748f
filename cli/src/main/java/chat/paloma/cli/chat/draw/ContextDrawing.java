package chat.paloma.cli.chat.draw;

import chat.paloma.cli.chat.model.ChatModel;
import chat.paloma.cli.chat.model.Pane;
import chat.paloma.cli.chat.model.Writing;
import chat.paloma.cli.chat.text.Line;
import chat.paloma.cli.chat.text.Style;
import chat.paloma.cli.chat.text.Wrap;
import java.util.ArrayList;
import java.util.List;

/** Draws what stands above the composer: who is writing, what the text will become, how the last thing went. */
final class ContextDrawing {
    private static final int MOST_STATUS = 4;

    private final Look look;
    private final ChatModel model;
    private final Pane pane;
    private final int columns;

    ContextDrawing(Look look, ChatModel model, Pane pane, int columns) {
        this.look = look;
        this.model = model;
        this.pane = pane;
        this.columns = columns;
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        typing(lines);
        if (model.isSelecting()) {
            lines.add(Line.of(
                    " r answer  t thread  e change  d delete  + react  p pin  / command  Esc back", Style.ACCENT));
        } else if (pane.bottom().isPresent()) {
            lines.add(
                    Line.of(" " + look.below() + " there is more below " + look.dot() + " Esc returns", Style.ACCENT));
        }
        switch (model.writing()) {
            case Writing.New() -> {}
            case Writing.Reply reply ->
                lines.add(Line.of(" " + look.replies() + " Answer to " + reply.author(), Style.ACCENT)
                        .plus("  Esc: no answer", Style.QUIET));
            case Writing.Edit edit ->
                lines.add(Line.of(" Change your message", Style.ACCENT).plus("  Esc: leave it as it is", Style.QUIET));
        }
        if (!model.offered().isEmpty()) {
            lines.add(Line.of(" Tab: " + String.join("  ", model.offered()), Style.QUIET));
        }
        model.status().ifPresent(status -> {
            List<Line> said = Wrap.lines(Line.of(status.text(), Style.of(status.tone())), columns - 2);
            said.stream()
                    .limit(MOST_STATUS)
                    .forEach(line -> lines.add(Line.of(" ").plus(line)));
        });
        return lines.stream().map(line -> line.cut(columns, look.more())).toList();
    }

    private void typing(List<Line> lines) {
        List<String> who = model.scene().open().map(open -> open.typing()).orElse(List.of());
        if (!who.isEmpty()) {
            String names = who.size() > 2 ? who.size() + " people" : String.join(" and ", who);
            lines.add(
                    Line.of(" " + names + (who.size() == 1 ? " is" : " are") + " writing" + look.more(), Style.QUIET));
        }
    }
}
