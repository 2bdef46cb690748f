package chat.paloma.cli.chat.model;

import chat.paloma.core.room.operation.OperationId;
import java.util.List;
import java.util.Optional;

/**
 * Which rows of a timeline are to be seen.
 *
 * @param rows all that are loaded
 * @param bottom the index of the lowest that is seen; -1 when there is none
 * @param newer whether there is more behind the last of them
 */
public record Viewport(List<Row> rows, int height, int bottom, boolean newer) {
    public static final Viewport EMPTY = new Viewport(List.of(), 0, -1, false);

    public Viewport {
        rows = List.copyOf(rows);
    }

    /** With a place at the bottom; with the newest there when there is none, or when it is not loaded. */
    public static Viewport of(List<Row> rows, int height, Optional<Place> place, boolean newer) {
        int last = rows.size() - 1;
        int bottom = place.map(at -> find(rows, at)).orElse(last);
        // A screen is filled when there is enough to fill it.
        return new Viewport(rows, height, Math.max(bottom, Math.min(height - 1, last)), newer);
    }

    private static int find(List<Row> rows, Place place) {
        int best = -1;
        for (int i = 0; i < rows.size(); i++) {
            Optional<Place> here = rows.get(i).place();
            if (here.isPresent() && here.get().post().equals(place.post())) {
                best = i;
                if (here.get().below() <= place.below()) {
                    break;
                }
            }
        }
        return best < 0 ? rows.size() - 1 : best;
    }

    /** The index of the first row that is seen. */
    public int top() {
        return Math.max(0, bottom - height + 1);
    }

    /** What is seen, at most {@link #height} rows. */
    public List<Row> seen() {
        return rows.subList(top(), bottom + 1);
    }

    /** Whether a post is seen from its first row on, below the day that may stand at the top. */
    boolean isSeen(OperationId post) {
        int first = first(post);
        return first >= 0
                && first <= bottom
                && (first > top() || top() == 0)
                && (last(post) <= bottom || first == top() + 1);
    }

    /** The index of its first row; -1 when it is not loaded. */
    int first(OperationId post) {
        for (int i = 0; i < rows.size(); i++) {
            if (isOf(rows.get(i), post)) {
                return i;
            }
        }
        return -1;
    }

    private int last(OperationId post) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (isOf(rows.get(i), post)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isOf(Row row, OperationId post) {
        return row.place().filter(place -> place.post().equals(post)).isPresent();
    }

    /** How many rows below are not seen. */
    public int below() {
        return rows.size() - 1 - bottom;
    }

    /** The place at the bottom after so many rows down, or up if negative; nothing for the newest. */
    Optional<Place> scrolled(int down) {
        int wanted = Math.max(bottom + down, Math.min(height, rows.size()) - 1);
        if (wanted >= rows.size() - 1 && !newer) {
            return Optional.empty();
        }
        for (int i = Math.min(wanted, rows.size() - 1); i >= 0; i--) {
            if (rows.get(i).place().isPresent()) {
                return rows.get(i).place();
            }
        }
        return Optional.empty();
    }
}
