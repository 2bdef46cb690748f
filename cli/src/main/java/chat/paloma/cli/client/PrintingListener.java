package chat.paloma.cli.client;

import chat.paloma.client.ClientListener;
import chat.paloma.client.transport.PlainText;
import chat.paloma.core.identity.Handle;
import com.eclipsesource.json.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints what a client sees: messages on the output, everything else on the error output. */
final class PrintingListener implements ClientListener {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintWriter out;
    private final PrintWriter errors;
    private final boolean json;

    PrintingListener(PrintWriter out, PrintWriter errors, boolean json) {
        this.out = out;
        this.errors = errors;
        this.json = json;
    }

    @Override
    public void message(Message message) {
        out.println(json ? json(message) : text(message));
        out.flush();
    }

    private static String json(Message message) {
        return new JsonObject()
                .add("room", message.room().toString())
                .add("sequence", message.sequence())
                .add("from", message.from().value())
                .add("certified", message.certified())
                .add("time", message.time())
                .add("text", message.text())
                .toString();
    }

    private static String text(Message message) {
        String time = TIME.format(Instant.ofEpochMilli(message.time()).atZone(ZoneId.systemDefault()));
        return time + "  " + message.from() + (message.certified() ? "" : " (a device that is not theirs)") + ": "
                + PlainText.lines(message.text(), "          ");
    }

    @Override
    public void invited(Handle from) {
        notice("'" + from + "' asks to write to you; 'listen --accept' lets everybody in who asks");
    }

    @Override
    public void notice(String line) {
        errors.println("paloma: " + PlainText.line(line));
        errors.flush();
    }
}
