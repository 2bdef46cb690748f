package chat.paloma.cli.chat.draw;

import chat.paloma.cli.chat.scene.Scene;
import chat.paloma.cli.chat.text.Line;
import chat.paloma.cli.chat.text.Style;
import chat.paloma.cli.chat.text.Tone;
import java.util.ArrayList;
import java.util.List;

/** Draws the lowest line: the connection, and what is new where no list of rooms says so. */
final class StatusDrawing {
    private final Look look;
    private final Scene scene;
    private final boolean narrow;

    StatusDrawing(Look look, Scene scene, boolean narrow) {
        this.look = look;
        this.scene = scene;
        this.narrow = narrow;
    }

    Line line(int columns) {
        Line left = connection();
        Line right = Line.of(news() + "Ctrl-K rooms  F1 help ", Style.QUIET);
        int space = columns - right.width() - 1;
        if (left.width() > space && space < columns / 2) {
            return left.fit(columns, look.more());
        }
        return left.fit(space, look.more()).plus(" ").plus(right);
    }

    private String news() {
        if (!narrow) {
            return "";
        }
        List<String> news = new ArrayList<>();
        int unread = RoomListDrawing.unread(scene);
        if (unread > 0) {
            news.add(unread + " new");
        }
        if (!scene.asking().isEmpty()) {
            news.add(scene.asking().size() + (scene.asking().size() == 1 ? " request" : " requests"));
        }
        return news.isEmpty() ? "" : String.join(", ", news) + "  ";
    }

    private Line connection() {
        Scene.Link link = scene.link();
        String why = link.why().isEmpty() ? "" : ": " + link.why();
        if (link.ended()) {
            return Line.of(
                    " " + look.warning() + " This device can't go on" + why + ". What it has stays readable",
                    Style.of(Tone.DANGER));
        }
        return switch (link.state()) {
            case ONLINE -> Line.of(" " + look.online() + " online", Style.of(Tone.GOOD));
            case CATCHING_UP -> Line.of(" " + look.waiting() + " catching up" + look.more(), Style.of(Tone.WARN));
            case CONNECTING ->
                Line.of(" " + look.waiting() + " connecting" + look.more() + " " + link.why(), Style.of(Tone.WARN));
            case OFFLINE -> Line.of(" " + look.offline() + " offline" + why, Style.of(Tone.WARN));
        };
    }
}
