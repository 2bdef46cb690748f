package chat.paloma.cli.chat.draw;

import chat.paloma.cli.chat.model.ChatModel.UnreadLine;
import chat.paloma.cli.chat.model.Place;
import chat.paloma.cli.chat.model.Row;
import chat.paloma.cli.chat.scene.Entry;
import chat.paloma.cli.chat.scene.Entry.Event;
import chat.paloma.cli.chat.scene.Entry.Post;
import chat.paloma.cli.chat.scene.Scene.Timeline;
import chat.paloma.cli.chat.text.Line;
import chat.paloma.cli.chat.text.Style;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.cli.chat.text.Wrap;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws a timeline: days, what one person wrote in a row, what is new, what happened to the room. */
final class TimelineDrawing {
    private static final long GROUP = 5 * 60 * 1000;
    private static final int MEASURE = 76;
    private static final int GUTTER = 2;

    private final Look look;
    private final int columns;
    private final boolean spacious;
    private final PostDrawing drawing;

    /**
     * As wide as that.
     *
     * @param spacious whether there is an empty line between what different people wrote
     */
    TimelineDrawing(Look look, int columns, boolean spacious) {
        this.look = look;
        this.columns = columns;
        this.spacious = spacious;
        this.drawing = new PostDrawing(look, Math.max(10, Math.min(MEASURE, columns - GUTTER - 1)));
    }

    List<Row> rows(Timeline timeline, Optional<OperationId> selected, Optional<UnreadLine> unread) {
        Optional<OperationId> lastOwn = timeline.posts().reversed().stream()
                .filter(Post::own)
                .map(Post::id)
                .findFirst();
        List<Row> rows = new ArrayList<>();
        Optional<Entry> before = Optional.empty();
        for (Entry entry : timeline.entries()) {
            String day = look.day(entry.time());
            boolean newDay = before.isEmpty() || !look.day(before.get().time()).equals(day);
            if (newDay) {
                rows.add(new Row(dayLine(day), Optional.empty(), day));
            }
            switch (entry) {
                case Event event -> event(rows, event, day);
                case Post post -> {
                    boolean isNew = unread.filter(line -> line.first().equals(post.id()))
                            .isPresent();
                    if (isNew) {
                        rows.add(new Row(unreadLine(unread.get().count()), Optional.empty(), day));
                    }
                    boolean grouped = !newDay && !isNew && isGrouped(before, post);
                    post(rows, post, day, grouped, newDay || isNew, selected.equals(Optional.of(post.id())), lastOwn);
                }
            }
            before = Optional.of(entry);
        }
        return rows;
    }

    private static boolean isGrouped(Optional<Entry> before, Post post) {
        return before.isPresent()
                && before.get() instanceof Post other
                && other.author().equals(post.author())
                && other.own() == post.own()
                && post.time() - other.time() < GROUP;
    }

    Line dayLine(String day) {
        return Line.rule(Line.of(day, Style.QUIET), columns, look.across(), Style.QUIET);
    }

    private Line unreadLine(int count) {
        return Line.rule(Line.of(count + " new", Style.ACCENT.bold()), columns, look.across(), Style.ACCENT);
    }

    private void event(List<Row> rows, Event event, String day) {
        boolean loud = event.tone() != Tone.QUIET;
        Line sign = Line.of(loud ? look.warning() + " " : look.dot() + " ", Style.of(event.tone()));
        Line time = Line.of("  " + look.time(event.time()), Style.QUIET);
        List<Line> lines = new ArrayList<>(Wrap.lines(
                Line.of(event.text(), Style.of(event.tone())), Math.max(10, Math.min(MEASURE, columns - 10))));
        lines.set(lines.size() - 1, lines.getLast().plus(time));
        for (int i = 0; i < lines.size(); i++) {
            rows.add(new Row((i == 0 ? sign : Line.of("  ")).plus(lines.get(i)), Optional.empty(), day));
        }
    }

    private void post(
            List<Row> rows,
            Post post,
            String day,
            boolean grouped,
            boolean ruled,
            boolean selected,
            Optional<OperationId> lastOwn) {
        List<Line> lines = new ArrayList<>();
        if (!grouped && !ruled && spacious) {
            lines.add(Line.EMPTY);
        }
        int head = lines.size();
        if (!grouped) {
            lines.add(Line.of(post.author(), Style.of(post.tone()).bold())
                    .plus("  " + look.time(post.time()), Style.QUIET));
        }
        lines.addAll(drawing.lines(post, lastOwn.equals(Optional.of(post.id()))));
        for (int i = 0; i < lines.size(); i++) {
            Line line = i < head ? lines.get(i) : gutter(post, selected).plus(lines.get(i));
            Line shown = selected && i >= head ? line.fit(columns, look.more()).inverted() : line;
            rows.add(new Row(shown, Optional.of(new Place(post.id(), lines.size() - 1 - i)), day));
        }
    }

    private Line gutter(Post post, boolean selected) {
        if (selected) {
            return Line.of(look.selected() + " ");
        }
        if (post.marks().mentionsMe()) {
            return Line.of(look.mention() + " ", Style.ACCENT.bold());
        }
        return post.own() ? Line.of(look.own() + " ", Style.ACCENT) : Line.of("  ");
    }
}
