package chat.paloma.cli.chat.draw;

import chat.paloma.cli.chat.scene.Entry;
import chat.paloma.cli.chat.scene.Entry.Choice;
import chat.paloma.cli.chat.scene.Entry.Post;
import chat.paloma.cli.chat.scene.Entry.Reaction;
import chat.paloma.cli.chat.text.Line;
import chat.paloma.cli.chat.text.Markup;
import chat.paloma.cli.chat.text.Style;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.cli.chat.text.Wrap;
import chat.paloma.core.engine.EngineView.DeliveryState;
import java.util.ArrayList;
import java.util.List;

/** Draws one post. */
final class PostDrawing {
    private static final int BAR = 10;
    /** The most lines of one post that are shown: a longer one is cut, and says so. */
    private static final int MOST_LINES = 400;

    private final Look look;
    private final int columns;

    /** With so many columns for its text. */
    PostDrawing(Look look, int columns) {
        this.look = look;
        this.columns = columns;
    }

    /**
     * Its lines.
     *
     * @param last whether it is the newest own one, whose delivery is said in a word
     */
    List<Line> lines(Post post, boolean last) {
        List<Line> lines = new ArrayList<>();
        post.answers()
                .ifPresent(quote -> lines.add(Line.of(
                                look.quote() + " " + quote.author()
                                        + (quote.author().isEmpty() ? "" : ": ") + quote.text(),
                                Style.QUIET)
                        .cut(columns, look.more())));
        lines.addAll(body(post));
        if (lines.size() > MOST_LINES) {
            lines.subList(MOST_LINES, lines.size()).clear();
            lines.add(Line.of(look.more() + " the rest is not shown here", Style.QUIET));
        }
        append(lines, tail(post, last));
        List<Line> below = new ArrayList<>();
        reactions(post, below);
        why(post, below);
        lines.addAll(below);
        return lines;
    }

    private List<Line> body(Post post) {
        return switch (post.kind()) {
            case MESSAGE -> wrapped(post.text());
            case POLL -> poll(post);
            case DELETED -> List.of(Line.of("deleted", Style.QUIET));
            case UNKNOWN -> List.of(Line.of("This needs a newer version of Paloma", Style.QUIET));
        };
    }

    private List<Line> wrapped(String text) {
        List<Line> lines = new ArrayList<>();
        for (Line line : Markup.lines(text)) {
            lines.addAll(Wrap.lines(line, columns));
        }
        return lines;
    }

    private List<Line> poll(Post post) {
        List<Line> lines = new ArrayList<>(Wrap.lines(Line.of(post.text(), Style.STRONG), columns));
        long most = Math.max(1, post.choices().stream().mapToLong(Choice::votes).sum());
        for (int i = 0; i < post.choices().size(); i++) {
            Choice choice = post.choices().get(i);
            int filled = (int) (choice.votes() * BAR / most);
            Line line = Line.of((i + 1) + "  ", Style.ACCENT)
                    .plus(look.bar(filled, BAR), Style.ACCENT)
                    .plus("  " + choice.votes() + "  ", Style.QUIET)
                    .plus(choice.text(), choice.own() ? Style.STRONG : Style.TEXT)
                    .plus(choice.own() ? "  (your vote)" : "", Style.QUIET);
            lines.add(line.cut(columns, look.more()));
        }
        if (post.marks().closed()) {
            lines.add(Line.of("closed", Style.QUIET));
        }
        return lines;
    }

    /** What stands behind the text. */
    private Line tail(Post post, boolean last) {
        Line tail = Line.EMPTY;
        if (post.marks().edited()) {
            tail = tail.plus("  (edited)", Style.QUIET);
        }
        if (post.delivery().isPresent() && post.kind() != Entry.Kind.DELETED) {
            tail = tail.plus("  ").plus(tick(post.delivery().get(), last));
        }
        return tail;
    }

    private Line tick(DeliveryState state, boolean last) {
        String word = last && look.unicode() ? " " + state.name().toLowerCase(java.util.Locale.ROOT) : "";
        return switch (state) {
            case QUEUED -> Line.of(look.queued(), Style.of(Tone.WARN));
            case SENT -> Line.of(look.sent() + word, Style.QUIET);
            case DELIVERED -> Line.of(look.delivered() + word, Style.QUIET);
            case READ -> Line.of(look.read() + word, Style.ACCENT);
            case FAILED -> Line.of(look.warning(), Style.of(Tone.DANGER));
        };
    }

    private void append(List<Line> lines, Line tail) {
        if (tail.spans().isEmpty()) {
            return;
        }
        Line last = lines.getLast();
        if (last.width() + tail.width() <= columns) {
            lines.set(lines.size() - 1, last.plus(tail));
        } else {
            lines.add(tail);
        }
    }

    private void reactions(Post post, List<Line> lines) {
        Line line = Line.EMPTY;
        for (Reaction reaction : post.reactions()) {
            line = line.plus(
                    reaction.emoji() + " " + reaction.count() + "  ",
                    reaction.own() ? Style.ACCENT.bold() : Style.QUIET);
        }
        if (post.replies() > 0) {
            line = line.plus(
                    look.replies() + " " + post.replies() + (post.replies() == 1 ? " reply" : " replies") + "  ",
                    Style.ACCENT);
        }
        if (post.marks().pinned()) {
            line = line.plus("pinned", Style.QUIET);
        }
        if (!line.spans().isEmpty()) {
            lines.addAll(Wrap.lines(line, columns));
        }
    }

    /** Why it is not sent, and what can be done. */
    private void why(Post post, List<Line> lines) {
        if (post.why().isEmpty()) {
            return;
        }
        boolean failed =
                post.delivery().filter(state -> state == DeliveryState.FAILED).isPresent();
        Line line = failed
                ? Line.of(
                        look.warning() + " Not sent: " + post.why() + ". /retry sends it again", Style.of(Tone.DANGER))
                : Line.of("Not sent yet: " + post.why(), Style.of(Tone.WARN));
        lines.addAll(Wrap.lines(line, columns));
    }
}
