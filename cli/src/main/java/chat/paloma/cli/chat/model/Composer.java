package chat.paloma.cli.chat.model;

import java.util.ArrayList;
import java.util.List;

/** The text that is being written: several lines, a cursor, and what was sent before. */
public final class Composer {
    /** The longest text in UTF-16 units; what is typed or pasted beyond it is left out. */
    public static final int LONGEST = 60_000;

    private static final int MOST_REMEMBERED = 200;

    private final StringBuilder text = new StringBuilder();
    private int cursor;
    private final List<String> sent = new ArrayList<>();
    /** Which of what was sent is shown; as many as there are when none is. */
    private int recalled;

    private String before = "";

    public String text() {
        return text.toString();
    }

    /** Where the cursor stands, in UTF-16 units. */
    public int cursor() {
        return cursor;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** Replaces all of it; the cursor stands at the end. */
    public void set(String other) {
        text.setLength(0);
        text.append(other, 0, Math.min(other.length(), LONGEST));
        cursor = text.length();
        recalled = sent.size();
    }

    /** Takes the text to send it, and remembers it. */
    public String take() {
        String taken = text();
        if (!taken.isBlank() && (sent.isEmpty() || !sent.getLast().equals(taken))) {
            sent.add(taken);
            if (sent.size() > MOST_REMEMBERED) {
                sent.removeFirst();
            }
        }
        set("");
        return taken;
    }

    /** Replaces what stands between two places. */
    void replace(int from, int to, String with) {
        text.replace(from, to, with);
        cursor = from + with.length();
    }

    /** Does what a key does in a text; whether it does something there. */
    boolean press(Key key) {
        switch (key.name()) {
            case TEXT -> insert(key.text());
            case NEW_LINE -> insert("\n");
            case BACKSPACE -> erase(left(cursor), cursor);
            case DELETE -> erase(cursor, right(cursor));
            case LEFT -> cursor = left(cursor);
            case RIGHT -> cursor = right(cursor);
            case WORD_LEFT -> cursor = wordLeft();
            case WORD_RIGHT -> cursor = wordRight();
            case HOME -> cursor = lineStart(cursor);
            case END -> cursor = lineEnd(cursor);
            case ERASE_WORD -> erase(wordLeft(), cursor);
            case ERASE_LINE -> erase(lineStart(cursor), cursor);
            case UP -> {
                return up();
            }
            case DOWN -> {
                return down();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void insert(String typed) {
        String fits = typed.substring(0, Math.clamp(LONGEST - (long) text.length(), 0, typed.length()));
        text.insert(cursor, fits);
        cursor += fits.length();
    }

    private void erase(int from, int to) {
        text.delete(from, to);
        cursor = from;
    }

    private int left(int place) {
        return place == 0 ? 0 : text.offsetByCodePoints(place, -1);
    }

    private int right(int place) {
        return place == text.length() ? place : text.offsetByCodePoints(place, 1);
    }

    private int wordLeft() {
        int place = cursor;
        while (place > 0 && Character.isWhitespace(text.charAt(place - 1))) {
            place--;
        }
        while (place > 0 && !Character.isWhitespace(text.charAt(place - 1))) {
            place--;
        }
        return place;
    }

    private int wordRight() {
        int place = cursor;
        while (place < text.length() && Character.isWhitespace(text.charAt(place))) {
            place++;
        }
        while (place < text.length() && !Character.isWhitespace(text.charAt(place))) {
            place++;
        }
        return place;
    }

    private int lineStart(int place) {
        return text.lastIndexOf("\n", place - 1) + 1;
    }

    private int lineEnd(int place) {
        int end = text.indexOf("\n", place);
        return end < 0 ? text.length() : end;
    }

    // Between lines, and beyond the first and the last one through what was sent

    private boolean up() {
        int start = lineStart(cursor);
        if (start > 0) {
            int above = lineStart(start - 1);
            cursor = Math.min(above + (cursor - start), start - 1);
            return true;
        }
        if (recalled == 0) {
            return false;
        }
        if (recalled == sent.size()) {
            before = text();
        }
        recall(recalled - 1);
        return true;
    }

    private boolean down() {
        int end = lineEnd(cursor);
        if (end < text.length()) {
            int below = end + 1;
            cursor = Math.min(below + (cursor - lineStart(cursor)), lineEnd(below));
            return true;
        }
        if (recalled >= sent.size()) {
            return false;
        }
        recall(recalled + 1);
        return true;
    }

    private void recall(int index) {
        set(index == sent.size() ? before : sent.get(index));
        recalled = index;
    }
}
