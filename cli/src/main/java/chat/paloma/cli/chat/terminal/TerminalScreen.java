package chat.paloma.cli.chat.terminal;

import chat.paloma.cli.chat.draw.Frame;
import chat.paloma.cli.chat.model.Key;
import chat.paloma.cli.chat.text.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * A terminal while it shows a whole screen. {@link #close} puts everything back as it was, once, from any thread: when all
 * went well, after a failure, and when the process is told to end.
 */
public final class TerminalScreen implements AutoCloseable {
    private static final String PASTE_ON = "\033[?2004h";
    private static final String PASTE_OFF = "\033[?2004l";
    private static final String FOCUS_ON = "\033[?1004h";
    private static final String FOCUS_OFF = "\033[?1004l";
    private static final int FEW_COLOURS = 8;

    private final Terminal terminal;
    private final Paint paint;
    private final Keys keys;
    private final Display display;
    private final Attributes before;
    private Size size = new Size();
    private boolean closed;

    private TerminalScreen(Terminal terminal, boolean colours) {
        this.terminal = terminal;
        Integer most = terminal.getNumericCapability(Capability.max_colors);
        this.paint = new Paint(colours && most != null && most >= FEW_COLOURS);
        this.keys = new Keys(terminal);
        this.display = new Display(terminal, true);
        this.before = terminal.enterRawMode();
    }

    /** Whether a terminal can show a whole screen. */
    public static boolean canShow(Terminal terminal) {
        return terminal.getStringCapability(Capability.cursor_address) != null
                && terminal.getStringCapability(Capability.clear_screen) != null;
    }

    /**
     * Takes over a terminal.
     *
     * @param colours whether the person wants them
     * @param resized called on another thread, when the size has changed
     * @param interrupted likewise, when the person wants to end
     */
    public static TerminalScreen open(Terminal terminal, boolean colours, Runnable resized, Runnable interrupted) {
        TerminalScreen screen = new TerminalScreen(terminal, colours);
        terminal.handle(Signal.WINCH, signal -> resized.run());
        terminal.handle(Signal.INT, signal -> interrupted.run());
        // A screen that is put aside half drawn can't be brought back.
        terminal.handle(Signal.TSTP, SignalHandler.SIG_IGN);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.writer().write(PASTE_ON + FOCUS_ON);
        terminal.flush();
        return screen;
    }

    public boolean isUnicode() {
        return terminal.encoding().equals(StandardCharsets.UTF_8);
    }

    public int columns() {
        return Math.max(1, terminal.getWidth());
    }

    public int rows() {
        return Math.max(1, terminal.getHeight());
    }

    /** Waits for a key; nothing when the terminal is gone. */
    public Optional<Key> nextKey() {
        return keys.next();
    }

    /** Shows a screen; only what has changed is written. */
    public synchronized void show(Frame frame) {
        if (closed) {
            return;
        }
        Size now = new Size(columns(), rows());
        if (!now.equals(size)) {
            size = now;
            display.resize(now.getRows(), now.getColumns());
            display.clear();
        }
        List<AttributedString> lines = new ArrayList<>();
        for (Line line : frame.lines()) {
            lines.add(paint.paint(line));
        }
        display.update(lines, now.cursorPos(frame.cursorRow(), frame.cursorColumn()));
    }

    /** Draws everything anew the next time. */
    public synchronized void forget() {
        display.clear();
    }

    /** Makes the sound that asks for attention. */
    public synchronized void ring() {
        if (!closed) {
            terminal.puts(Capability.bell);
            terminal.flush();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        terminal.writer().write(FOCUS_OFF + PASTE_OFF);
        terminal.puts(Capability.keypad_local);
        terminal.puts(Capability.exit_attribute_mode);
        terminal.puts(Capability.exit_ca_mode);
        terminal.puts(Capability.cursor_visible);
        terminal.flush();
        terminal.setAttributes(before);
    }
}
