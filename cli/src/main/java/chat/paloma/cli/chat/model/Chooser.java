package chat.paloma.cli.chat.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A list that lies over the timeline: typing narrows it down, Enter takes what is selected. */
public final class Chooser {
    /**
     * What can be chosen.
     *
     * @param detail more about it
     * @param act what choosing it does; nothing when it is only to be read
     * @param other what the delete key does
     */
    public record Item(String label, String detail, Optional<Act> act, Optional<Act> other) {
        public static Item of(String label, String detail, Act act) {
            return new Item(label, detail, Optional.of(act), Optional.empty());
        }

        /** To be read. */
        public static Item text(String label, String detail) {
            return new Item(label, detail, Optional.empty(), Optional.empty());
        }
    }

    private final String title;
    private final String hint;
    private final List<Item> all;
    private String filter = "";
    private int selected;

    /** A list with a title, and a line that says what the keys do. */
    public Chooser(String title, String hint, List<Item> items) {
        this.title = title;
        this.hint = hint;
        this.all = List.copyOf(items);
    }

    public String title() {
        return title;
    }

    public String hint() {
        return hint;
    }

    public String filter() {
        return filter;
    }

    public int selected() {
        return selected;
    }

    /** What has all words that were typed; what begins with them first. */
    public List<Item> items() {
        String[] words = filter.toLowerCase(Locale.ROOT).strip().split("\\s+", -1);
        List<Item> first = new ArrayList<>();
        List<Item> rest = new ArrayList<>();
        for (Item item : all) {
            String text = (item.label() + " " + item.detail()).toLowerCase(Locale.ROOT);
            boolean found = true;
            for (String word : words) {
                found &= text.contains(word);
            }
            if (found) {
                (bare(text).startsWith(bare(words[0])) ? first : rest).add(item);
            }
        }
        first.addAll(rest);
        return first;
    }

    private static String bare(String text) {
        return text.startsWith("#") || text.startsWith("@") || text.startsWith("/") ? text.substring(1) : text;
    }

    /** Whether the list stays open, and what is to be done. */
    record Pressed(boolean open, List<Act> acts) {
        static final Pressed STAYS = new Pressed(true, List.of());
        static final Pressed CLOSED = new Pressed(false, List.of());
    }

    Pressed press(Key key) {
        List<Item> items = items();
        switch (key.name()) {
            case TEXT -> narrow(filter + key.text().replace("\n", " "));
            case BACKSPACE -> {
                if (filter.isEmpty()) {
                    return Pressed.CLOSED;
                }
                narrow(filter.substring(0, filter.offsetByCodePoints(filter.length(), -1)));
            }
            case ERASE_LINE, ERASE_WORD -> narrow("");
            case UP, PREVIOUS_ROOM, SELECT_UP -> move(items, -1);
            case DOWN, NEXT_ROOM, SELECT_DOWN, TAB, SWITCH -> move(items, 1);
            case PAGE_UP -> move(items, -Math.min(10, selected));
            case PAGE_DOWN -> move(items, Math.min(10, items.size() - 1 - selected));
            case ENTER -> {
                return items.isEmpty()
                        ? Pressed.CLOSED
                        : take(items.get(selected).act());
            }
            case DELETE -> {
                return items.isEmpty() || items.get(selected).other().isEmpty()
                        ? Pressed.STAYS
                        : take(items.get(selected).other());
            }
            case ESCAPE, INTERRUPT, END_OF_INPUT -> {
                return Pressed.CLOSED;
            }
            default -> {}
        }
        return Pressed.STAYS;
    }

    private static Pressed take(Optional<Act> act) {
        return act.map(each -> new Pressed(false, List.of(each))).orElse(Pressed.CLOSED);
    }

    private void narrow(String to) {
        filter = to.substring(0, Math.min(to.length(), 200));
        selected = 0;
    }

    private void move(List<Item> items, int by) {
        selected = items.isEmpty() ? 0 : Math.floorMod(selected + by, items.size());
    }
}
