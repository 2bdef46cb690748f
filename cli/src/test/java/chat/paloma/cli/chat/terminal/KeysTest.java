package chat.paloma.cli.chat.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.cli.chat.model.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeysTest {
    /** All keys of what a terminal sends, as names, or as the text that was typed. */
    private static List<String> keys(String sent) throws Exception {
        List<String> keys = new ArrayList<>();
        try (Terminal terminal = new ExternalTerminal(
                null,
                "test",
                "xterm-256color",
                new ByteArrayInputStream(sent.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                StandardCharsets.UTF_8,
                Terminal.SignalHandler.SIG_DFL,
                true)) {
            // It reads nothing before that: what it reads otherwise becomes what a line has, and Enter another key.
            terminal.enterRawMode();
            terminal.resume();
            Keys reader = new Keys(terminal);
            for (Optional<Key> key = reader.next(); key.isPresent(); key = reader.next()) {
                keys.add(
                        key.get().name() == Key.Name.TEXT
                                ? key.get().text()
                                : key.get().name().name());
            }
        }
        return keys;
    }

    @Test
    void readsTextOfAllLanguages() throws Exception {
        assertEquals(List.of("a", "ü", "漢", "👍"), keys("aü漢👍"));
    }

    @Test
    void readsWhatMoves() throws Exception {
        assertEquals(
                List.of("UP", "UP", "SELECT_UP", "PAGE_UP", "HOME", "DELETE", "WORD_LEFT", "HELP"),
                keys("\033[A\033OA\033[1;5A\033[5~\033[H\033[3~\033[1;5D\033OP"));
        assertEquals(List.of("ENTER", "NEW_LINE", "NEW_LINE", "SWITCH", "NEXT_UNREAD"), keys("\r\n\033\r\013\033a"));
    }

    @Test
    void whatItDoesNotKnowIsLeftOutWhole() throws Exception {
        assertEquals(List.of("a", "b", "c"), keys("a\033[99;7Qb\033[?1;2cc"));
    }

    @Test
    void escapeAloneIsEscape() throws Exception {
        assertEquals(List.of("x", "ESCAPE"), keys("x\033"));
        assertEquals(List.of("ESCAPE", "x"), keys("\033x"));
    }

    /** Pasted text is text: its line ends send nothing. */
    @Test
    void whatIsPastedIsOneText() throws Exception {
        assertEquals(List.of("/quit\nb", "c"), keys("\033[200~/quit\rb\033[201~c"));
    }
}
