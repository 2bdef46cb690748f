package chat.paloma.cli.chat.draw;

import chat.paloma.cli.chat.model.Viewport;
import chat.paloma.cli.chat.text.Line;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A whole screen.
 *
 * @param lines from the top, each as wide as the screen
 * @param cursorRow where the cursor stands, from 0
 * @param timeline what of the room is seen, with everything around it that was drawn
 * @param replies the same of the thread
 */
public record Frame(List<Line> lines, int cursorRow, int cursorColumn, Viewport timeline, Viewport replies) {
    public Frame {
        lines = List.copyOf(lines);
    }

    /** Without styles. */
    public String text() {
        return lines.stream().map(line -> line.text().stripTrailing()).collect(Collectors.joining("\n"));
    }
}
