package chat.paloma.cli.chat.terminal;

import chat.paloma.cli.chat.model.Key;
import chat.paloma.cli.chat.model.Key.Name;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** Reads keys from a terminal. What it does not know is left out, whole. For one thread. */
final class Keys {
    private static final int ESCAPE = 0x1b;
    private static final String PASTE_BEGINS = "\033[200~";
    private static final String PASTE_ENDS = "\033[201~";
    /** How long the rest of a sequence may take in milliseconds, before Escape is Escape. */
    private static final long PATIENCE = 60;

    private static final int LONGEST = 32;
    private static final char FIRST_FINAL = 0x40;
    private static final char LAST_FINAL = 0x7e;

    private final NonBlockingReader reader;
    private final Map<String, Name> names = new HashMap<>();

    Keys(Terminal terminal) {
        this.reader = terminal.reader();
        plain();
        moving(terminal);
    }

    private void bind(Name name, String... sequences) {
        for (String sequence : sequences) {
            names.put(sequence, name);
        }
    }

    /** What terminfo says, if it says something. */
    private void bind(Terminal terminal, Name name, Capability capability) {
        String described = terminal.getStringCapability(capability);
        if (described != null) {
            StringWriter sent = new StringWriter();
            Curses.tputs(sent, described);
            bind(name, sent.toString());
        }
    }

    private static String ctrl(char letter) {
        return String.valueOf((char) (letter - '@'));
    }

    private void plain() {
        bind(Name.ENTER, "\r");
        bind(Name.NEW_LINE, "\n", "\033\r", "\033\n", "\033[13;2u", "\033[27;2;13~");
        bind(Name.BACKSPACE, "\177", "\b");
        bind(Name.TAB, "\t");
        bind(Name.HOME, ctrl('A'));
        bind(Name.END, ctrl('E'));
        bind(Name.LEFT, ctrl('B'));
        bind(Name.ERASE_WORD, ctrl('W'), "\033\177", "\033\b");
        bind(Name.ERASE_LINE, ctrl('U'));
        bind(Name.SWITCH, ctrl('K'));
        bind(Name.SEARCH, ctrl('F'));
        bind(Name.NEXT_ROOM, ctrl('N'));
        bind(Name.PREVIOUS_ROOM, ctrl('P'));
        bind(Name.NEXT_UNREAD, "\033a", "\033A");
        bind(Name.REDRAW, ctrl('L'));
        bind(Name.END_OF_INPUT, ctrl('D'));
        bind(Name.INTERRUPT, ctrl('C'));
        bind(Name.WORD_LEFT, "\033b");
        bind(Name.WORD_RIGHT, "\033f");
        bind(Name.FOCUS_IN, "\033[I");
        bind(Name.FOCUS_OUT, "\033[O");
    }

    /** As terminfo says, and as most terminals do whatever it says. */
    private void moving(Terminal terminal) {
        bind(terminal, Name.UP, Capability.key_up);
        bind(Name.UP, "\033[A", "\033OA");
        bind(terminal, Name.DOWN, Capability.key_down);
        bind(Name.DOWN, "\033[B", "\033OB");
        bind(terminal, Name.RIGHT, Capability.key_right);
        bind(Name.RIGHT, "\033[C", "\033OC");
        bind(terminal, Name.LEFT, Capability.key_left);
        bind(Name.LEFT, "\033[D", "\033OD");
        bind(terminal, Name.HOME, Capability.key_home);
        bind(Name.HOME, "\033[H", "\033OH", "\033[1~", "\033[7~");
        bind(terminal, Name.END, Capability.key_end);
        bind(Name.END, "\033[F", "\033OF", "\033[4~", "\033[8~");
        bind(terminal, Name.DELETE, Capability.key_dc);
        bind(Name.DELETE, "\033[3~");
        bind(terminal, Name.PAGE_UP, Capability.key_ppage);
        bind(Name.PAGE_UP, "\033[5~");
        bind(terminal, Name.PAGE_DOWN, Capability.key_npage);
        bind(Name.PAGE_DOWN, "\033[6~");
        bind(terminal, Name.HELP, Capability.key_f1);
        bind(Name.HELP, "\033OP", "\033[11~");
        bind(Name.WORD_LEFT, "\033[1;5D", "\033[1;3D");
        bind(Name.WORD_RIGHT, "\033[1;5C", "\033[1;3C");
        bind(Name.SELECT_UP, "\033[1;5A", "\033[1;3A", "\033[1;2A", "\033k");
        bind(Name.SELECT_DOWN, "\033[1;5B", "\033[1;3B", "\033[1;2B", "\033j");
        bind(Name.NEWEST, "\033[1;5F", "\033[1;3F");
    }

    /** Waits for the next key; nothing when there will be none. */
    Optional<Key> next() {
        try {
            while (true) {
                int c = reader.read();
                if (c < 0) {
                    return Optional.empty();
                }
                Optional<Key> key = c == ESCAPE ? escape() : key(c);
                if (key.isPresent()) {
                    return key;
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Key> key(int c) throws IOException {
        Name name = names.get(String.valueOf((char) c));
        if (name != null) {
            return Optional.of(Key.of(name));
        }
        if (Character.isHighSurrogate((char) c)) {
            int low = reader.read(PATIENCE);
            return low < 0 || !Character.isLowSurrogate((char) low)
                    ? Optional.empty()
                    : Optional.of(Key.text(new String(new char[] {(char) c, (char) low})));
        }
        return Character.isISOControl(c) ? Optional.empty() : Optional.of(Key.text(String.valueOf((char) c)));
    }

    /** Escape alone, or what a sequence stands for; nothing for one that is not known. */
    private Optional<Key> escape() throws IOException {
        int next = reader.peek(PATIENCE);
        if (next == '[') {
            return named(sequence());
        }
        if (next == 'O') {
            reader.read();
            int last = reader.read(PATIENCE);
            return last < 0 ? Optional.empty() : named("\033O" + (char) last);
        }
        if (next >= 0 && names.containsKey("\033" + (char) next)) {
            return named("\033" + (char) reader.read());
        }
        return Optional.of(Key.of(Name.ESCAPE));
    }

    private Optional<Key> named(String sequence) throws IOException {
        if (sequence.equals(PASTE_BEGINS)) {
            return Optional.of(Key.text(pasted()));
        }
        return Optional.ofNullable(names.get(sequence)).map(Key::of);
    }

    /** A control sequence, up to its final character. */
    private String sequence() throws IOException {
        StringBuilder sequence = new StringBuilder("\033").append((char) reader.read());
        int c;
        do {
            c = reader.read(PATIENCE);
            if (c < 0) {
                break;
            }
            sequence.append((char) c);
        } while ((c < FIRST_FINAL || c > LAST_FINAL) && sequence.length() < LONGEST);
        return sequence.toString();
    }

    /** What comes up to the end of what was pasted; the composer bounds it. */
    private String pasted() throws IOException {
        StringBuilder text = new StringBuilder();
        int end = -1;
        while (end < 0) {
            int c = reader.read();
            if (c < 0) {
                end = text.length();
            } else {
                text.append((char) c);
                end = c == '~' && text.length() >= PASTE_ENDS.length()
                        ? text.indexOf(PASTE_ENDS, text.length() - PASTE_ENDS.length())
                        : -1;
            }
        }
        return text.substring(0, end).replace("\r\n", "\n").replace('\r', '\n');
    }
}
