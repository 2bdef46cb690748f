package chat.paloma.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** Prints at most one line of progress a second, so that a log can have them too. */
final class EverySecond {
    private static final long SECOND = 1_000_000_000;

    private final PrintWriter out;
    private long printed = System.nanoTime();

    EverySecond(PrintWriter out) {
        this.out = out;
    }

    /** Prints a line, unless it is too soon for one. */
    synchronized void print(Supplier<String> line) {
        long now = System.nanoTime();
        if (now - printed >= SECOND) {
            printed = now;
            out.println(line.get());
            out.flush();
        }
    }
}
