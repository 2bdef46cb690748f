package chat.paloma.cli.chat.draw;

import chat.paloma.cli.chat.model.ChatModel;
import chat.paloma.cli.chat.model.Pane;
import chat.paloma.cli.chat.model.Row;
import chat.paloma.cli.chat.model.Viewport;
import chat.paloma.cli.chat.scene.Scene;
import chat.paloma.cli.chat.scene.Scene.Conversation;
import chat.paloma.cli.chat.scene.Scene.Timeline;
import chat.paloma.cli.chat.text.Line;
import chat.paloma.cli.chat.text.Style;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.cli.chat.text.Wrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws the whole screen: the rooms at the left and the thread at the right where there is space for them, the timeline,
 * the composer, and the line that says how the connection is.
 */
public final class ScreenDrawing {
    /** Below this it says only that the terminal is too small. */
    public static final int LEAST_COLUMNS = 30;

    public static final int LEAST_ROWS = 8;
    private static final int WIDE = 90;
    private static final int VERY_WIDE = 100;
    private static final int SPACIOUS = 28;
    private static final int MOST_COMPOSER = 8;

    private final ChatModel model;
    private final Scene scene;
    private final Look look;
    private final int columns;
    private final int rows;
    private Viewport timeline = Viewport.EMPTY;
    private Viewport replies = Viewport.EMPTY;

    private ScreenDrawing(ChatModel model, Look look, int columns, int rows) {
        this.model = model;
        this.scene = model.scene();
        this.look = look;
        this.columns = columns;
        this.rows = rows;
    }

    /** What a screen of this size shows. */
    public static Frame draw(ChatModel model, Look look, int columns, int rows) {
        return new ScreenDrawing(model, look, columns, rows).frame();
    }

    private Frame frame() {
        if (columns < LEAST_COLUMNS || rows < LEAST_ROWS) {
            List<Line> lines = new ArrayList<>();
            lines.add(Line.of("This terminal is too small").fit(Math.max(1, columns), ""));
            while (lines.size() < rows) {
                lines.add(Line.EMPTY.fit(Math.max(1, columns), ""));
            }
            return new Frame(lines, 0, 0, timeline, replies);
        }
        int left = columns >= WIDE ? Math.clamp(columns / 5, 22, 30) : 0;
        int main = left == 0 ? columns : columns - left - 1;
        int height = rows - 1;
        List<Line> body = new ArrayList<>();
        ComposerDrawing.Drawn composer = ComposerDrawing.draw(
                look, model.composer(), placeholder(), main, Math.clamp(rows / 4, 1, MOST_COMPOSER));
        List<Line> context = context(main);
        int above = height - composer.lines().size() - context.size() - 1;
        body.addAll(middle(main, above));
        body.add(Line.of(look.across().repeat(main), Style.QUIET));
        body.addAll(context);
        int cursorRow = body.size() + composer.cursorRow();
        body.addAll(composer.lines());
        List<Line> screen = new ArrayList<>();
        List<Line> list = left == 0
                ? List.of()
                : new RoomListDrawing(look, left).lines(scene, model.wanted().room(), height);
        for (int i = 0; i < height; i++) {
            Line line = body.get(i).fit(main, look.more());
            screen.add(
                    left == 0
                            ? line
                            : list.get(i).plus(look.down(), Style.QUIET).plus(line));
        }
        screen.add(new StatusDrawing(look, scene, left == 0).line(columns));
        int cursorColumn = (left == 0 ? 0 : left + 1) + composer.cursorColumn();
        return new Frame(screen, cursorRow, Math.min(cursorColumn, columns - 1), timeline, replies);
    }

    private String placeholder() {
        if (model.thread().isPresent()) {
            return "Answer in the thread";
        }
        return scene.open()
                .map(open -> open.ended()
                        ? "This room has ended"
                        : "Message " + open.row().title())
                .orElse("/help");
    }

    /** Header and timeline, with the thread beside it, or a list in their place. */
    private List<Line> middle(int main, int height) {
        if (model.chooser().isPresent()) {
            return ChooserDrawing.lines(look, model.chooser().get(), main, height);
        }
        if (scene.open().isEmpty()) {
            return empty(
                    main,
                    height,
                    List.of(
                            "No room is open.",
                            "/create NAME makes one, /dm WHO writes to somebody, /join LINK enters one. /help lists the rest."));
        }
        Conversation open = scene.open().get();
        if (open.thread().isEmpty()) {
            return room(open, main, height);
        }
        if (main < VERY_WIDE) {
            return thread(open.thread().get(), main, height);
        }
        int right = Math.clamp(main / 3, 36, 56);
        List<Line> room = room(open, main - right - 1, height);
        List<Line> thread = thread(open.thread().get(), right, height);
        List<Line> both = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            both.add(room.get(i)
                    .fit(main - right - 1, look.more())
                    .plus(look.down(), Style.QUIET)
                    .plus(thread.get(i)));
        }
        return both;
    }

    private List<Line> room(Conversation open, int wide, int height) {
        List<Line> lines = new ArrayList<>();
        lines.add(header(open, wide));
        lines.add(Line.of(look.across().repeat(wide), Style.QUIET));
        if (!open.trouble().isEmpty()) {
            Tone tone = open.row().stuck() || open.ended() ? Tone.WARN : Tone.QUIET;
            lines.addAll(Wrap.lines(Line.of(" " + look.warning() + " " + open.trouble(), Style.of(tone)), wide - 1));
        }
        int space = Math.max(1, height - lines.size());
        if (open.timeline().posts().isEmpty()
                && open.timeline().entries().stream().noneMatch(TimelineParts::isLoud)) {
            lines.addAll(empty(
                    wide,
                    space,
                    List.of(
                            "Nothing here yet.",
                            open.row().direct()
                                    ? "Write to " + open.row().name() + "; it waits until they have accepted."
                                    : "Write the first message. /add WHO adds somebody, /link makes a link to join.")));
            return lines.subList(0, height);
        }
        timeline = viewport(open.timeline(), model.timeline(), wide, space, true);
        lines.addAll(seen(timeline, model.timeline(), wide, space));
        return lines.subList(0, height);
    }

    private Line header(Conversation open, int wide) {
        Line name = Line.of(" " + open.row().title(), Style.STRONG);
        String about = open.row().direct()
                ? (open.row().online() ? look.online() + " online" : look.offline() + " away")
                : open.people() + (open.people() == 1 ? " person" : " people");
        Line line = name.plus(" " + look.dot() + " " + about, Style.QUIET);
        if (!open.topic().isEmpty()) {
            line = line.plus(" " + look.dot() + " " + open.topic(), Style.QUIET);
        }
        return line.cut(wide, look.more());
    }

    private List<Line> thread(Timeline thread, int wide, int height) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(" Thread", Style.STRONG).plus(" " + look.dot() + " Esc closes", Style.QUIET));
        lines.add(Line.of(look.across().repeat(wide), Style.QUIET));
        int space = height - lines.size();
        replies = viewport(thread, model.replies(), wide, space, false);
        lines.addAll(seen(replies, model.replies(), wide, space));
        return lines;
    }

    private Viewport viewport(Timeline shown, Pane pane, int wide, int space, boolean withUnread) {
        List<Row> drawn = new TimelineDrawing(look, wide, rows >= SPACIOUS)
                .rows(shown, pane.selected(), withUnread ? model.unreadLine() : Optional.empty());
        return Viewport.of(drawn, space, pane.bottom(), shown.newer());
    }

    private List<Line> seen(Viewport viewport, Pane pane, int wide, int space) {
        List<Line> lines = new ArrayList<>();
        List<Row> seen = viewport.seen();
        while (lines.size() < space - seen.size()) {
            lines.add(Line.EMPTY);
        }
        seen.forEach(row -> lines.add(row.line()));
        // The day stays in sight while one looks back.
        if (pane.bottom().isPresent() && !seen.isEmpty() && viewport.top() > 0) {
            lines.set(
                    space - seen.size(),
                    new TimelineDrawing(look, wide, false)
                            .dayLine(seen.getFirst().day()));
        }
        return lines;
    }

    private List<Line> empty(int wide, int height, List<String> sentences) {
        List<Line> text = new ArrayList<>();
        sentences.forEach(each -> text.addAll(Wrap.lines(Line.of(each, Style.QUIET), Math.min(wide - 4, 60))));
        List<Line> lines = new ArrayList<>();
        int above = Math.max(0, (height - text.size()) / 2);
        for (int i = 0; i < height; i++) {
            Line line = i >= above && i - above < text.size() ? text.get(i - above) : Line.EMPTY;
            lines.add(Line.of(" ".repeat(Math.max(0, (wide - line.width()) / 2)))
                    .plus(line));
        }
        return lines;
    }

    private List<Line> context(int wide) {
        return new ContextDrawing(look, model, timeline(), wide).lines();
    }

    /** What was drawn last of the pane that is worked in: how far it is scrolled. */
    private Pane timeline() {
        return model.thread().isPresent() ? model.replies() : model.timeline();
    }
}
