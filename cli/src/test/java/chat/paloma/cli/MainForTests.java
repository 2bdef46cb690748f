package chat.paloma.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;

/** The command line within the process of a test. */
public final class MainForTests {
    private MainForTests() {}

    /** What a command printed, and its exit status. */
    public record Result(int status, String out, String err) {}

    public static Result run(String... arguments) {
        return run(InstantSource.system(), arguments);
    }

    /** The same, for devices with this clock. */
    public static Result run(InstantSource clock, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.commandLine(clock)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Result(status, out.toString(), err.toString());
    }

    /** The same, with output that can be looked at meanwhile; returns the exit status. */
    public static int run(StringWriter out, String... arguments) {
        return run(InstantSource.system(), out, arguments);
    }

    /** Likewise, for devices with this clock. */
    public static int run(InstantSource clock, StringWriter out, String... arguments) {
        return Main.commandLine(clock)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }
}
