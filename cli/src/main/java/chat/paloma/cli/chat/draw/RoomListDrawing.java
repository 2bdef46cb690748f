package chat.paloma.cli.chat.draw;

import chat.paloma.cli.chat.scene.Scene;
import chat.paloma.cli.chat.scene.Scene.RoomRow;
import chat.paloma.cli.chat.text.Line;
import chat.paloma.cli.chat.text.Style;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws the list of rooms at the left. */
final class RoomListDrawing {
    private final Look look;
    private final int columns;

    RoomListDrawing(Look look, int columns) {
        this.look = look;
        this.columns = columns;
    }

    List<Line> lines(Scene scene, Optional<RoomId> open, int height) {
        List<Line> head = new ArrayList<>();
        head.add(fit(Line.of(" Paloma", Style.STRONG).plus(" " + look.dot() + " " + scene.self(), Style.QUIET)));
        head.add(fit(Line.of(look.across().repeat(columns), Style.QUIET)));
        int unread = unread(scene);
        if (unread > 0) {
            head.add(row(Line.of(" Unread", Style.ACCENT), Line.of(String.valueOf(unread), Style.ACCENT.bold())));
        }
        if (!scene.asking().isEmpty()) {
            head.add(row(
                    Line.of(" Requests", Style.ACCENT),
                    Line.of(String.valueOf(scene.asking().size()), Style.ACCENT.bold())));
        }
        if (head.size() > 2) {
            head.add(fit(Line.EMPTY));
        }
        List<Line> list = new ArrayList<>();
        int openAt = 0;
        boolean direct = false;
        for (int i = 0; i < scene.rooms().size(); i++) {
            RoomRow row = scene.rooms().get(i);
            if (i == 0 || row.direct() != direct) {
                if (i > 0) {
                    list.add(fit(Line.EMPTY));
                }
                list.add(fit(Line.of(row.direct() ? " People" : " Rooms", Style.QUIET)));
            }
            direct = row.direct();
            boolean isOpen = open.equals(Optional.of(row.id()));
            openAt = isOpen ? list.size() : openAt;
            list.add(isOpen ? room(row).inverted() : room(row));
        }
        return window(head, list, openAt, height);
    }

    static int unread(Scene scene) {
        return scene.rooms().stream()
                .filter(row -> !row.muted())
                .mapToInt(RoomRow::unread)
                .sum();
    }

    /** With the open room in sight. */
    private List<Line> window(List<Line> head, List<Line> list, int openAt, int height) {
        int space = Math.max(0, height - head.size());
        int from = Math.clamp(openAt - space / 2, 0, Math.max(0, list.size() - space));
        List<Line> lines = new ArrayList<>(head.subList(0, Math.min(height, head.size())));
        lines.addAll(list.subList(from, Math.min(list.size(), from + space)));
        while (lines.size() < height) {
            lines.add(fit(Line.EMPTY));
        }
        return lines;
    }

    private Line room(RoomRow row) {
        Line sign = row.direct()
                ? Line.of(
                        " " + (row.online() ? look.online() : look.offline()) + " ",
                        Style.of(row.online() ? Tone.GOOD : Tone.QUIET))
                : Line.of(" # ", Style.QUIET);
        boolean isNew = row.unread() > 0 && !row.muted();
        Line name = Line.of(row.name(), isNew ? Style.STRONG : row.muted() ? Style.QUIET : Style.TEXT);
        Line count = Line.EMPTY;
        if (row.stuck()) {
            count = Line.of(look.warning(), Style.of(Tone.DANGER));
        } else if (row.mentions() > 0) {
            count = Line.of("@" + row.unread(), Style.ACCENT.bold());
        } else if (row.unread() > 0) {
            count = Line.of(
                    row.unread() >= 1000 ? "999+" : String.valueOf(row.unread()),
                    row.muted() ? Style.QUIET : Style.ACCENT.bold());
        }
        return row(sign.plus(name), count);
    }

    /** Something at the left, and something at the right. */
    private Line row(Line left, Line right) {
        int space = columns - right.width() - 1;
        return left.fit(Math.max(0, space), look.more()).plus(right).plus(" ");
    }

    private Line fit(Line line) {
        return line.fit(columns, look.more());
    }
}
