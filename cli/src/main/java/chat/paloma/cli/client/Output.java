package chat.paloma.cli.client;

import chat.paloma.client.transport.PlainText;
import java.io.PrintWriter;

/**
 * What a command says: results on standard output, as text or as one JSON object a line; everything else on standard
 * error. What others wrote can't steer the terminal.
 */
final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    Output(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    Output asJson() {
        return new Output(out, err, true);
    }

    boolean isJson() {
        return json;
    }

    /** A result. */
    synchronized void result(String text, JsonLine line) {
        out.println(json ? line : text);
        out.flush();
    }

    /** That it is done, in some words. */
    void done(String text) {
        result(text, JsonLine.of(JsonType.DONE).put(JsonField.TEXT, text));
    }

    /** Text for a person alone, such as a picture. */
    synchronized void show(String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }

    /** What a person should know; not a result. */
    synchronized void notice(String text) {
        err.println("paloma: " + PlainText.line(text));
        err.flush();
    }

    /** Why it is not done. */
    synchronized void failed(ExitCode exit, String code, String text) {
        notice(text);
        if (json) {
            out.println(JsonLine.of(JsonType.ERROR)
                    .put(JsonField.CODE, code)
                    .put(JsonField.TEXT, text)
                    .put(JsonField.EXIT, exit.number()));
            out.flush();
        }
    }
}
