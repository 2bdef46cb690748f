package chat.paloma.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import java.util.List;

/** What a command printed, and how it ended. */
record Ran(int status, String out, String err) {
    Ran succeeded() {
        assertEquals(0, status, err);
        return this;
    }

    Ran succeeded(String expected) {
        assertEquals(expected, out, err);
        return succeeded();
    }

    void failed(ExitCode exit, String line) {
        assertEquals("paloma: " + line, err);
        assertEquals("", out);
        assertEquals(exit.number(), status);
    }

    void exited(ExitCode exit) {
        assertEquals(exit.number(), status, err);
    }

    void oneLine(ExitCode exit) {
        assertEquals(exit.number(), status, err);
        assertTrue(err.startsWith("paloma: ") && err.lines().count() == 1, err);
    }

    List<JsonObject> json() {
        assertEquals(0, status, err);
        return out.lines().map(line -> Json.parse(line).asObject()).toList();
    }

    JsonObject only() {
        assertEquals(1, json().size(), out);
        return json().getFirst();
    }
}
