package chat.paloma.cli.chat.model;

/**
 * What the person pressed.
 *
 * @param text what was typed or pasted, of {@link Name#TEXT}; else empty
 */
public record Key(Name name, String text) {
    /** Which key it is, by what it does. */
    public enum Name {
        TEXT,
        ENTER,
        NEW_LINE,
        BACKSPACE,
        DELETE,
        LEFT,
        RIGHT,
        WORD_LEFT,
        WORD_RIGHT,
        HOME,
        END,
        UP,
        DOWN,
        SELECT_UP,
        SELECT_DOWN,
        PAGE_UP,
        PAGE_DOWN,
        NEWEST,
        ERASE_WORD,
        ERASE_LINE,
        TAB,
        ESCAPE,
        SWITCH,
        SEARCH,
        NEXT_ROOM,
        PREVIOUS_ROOM,
        NEXT_UNREAD,
        HELP,
        REDRAW,
        END_OF_INPUT,
        INTERRUPT,
        FOCUS_IN,
        FOCUS_OUT
    }

    public static Key of(Name name) {
        return new Key(name, "");
    }

    /** Something typed. */
    public static Key text(String text) {
        return new Key(Name.TEXT, text);
    }
}
