package chat.paloma.cli.chat.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void nothingInItSteersATerminal() {
        assertEquals("\ufffd]0;title\ufffd x", SafeText.line("\033]0;title\007\nx"));
        assertEquals("a\n\ufffd[2Jb", SafeText.lines("a\n\033[2Jb"));
        assertEquals("\ufffdright to left", SafeText.line("\u202eright to left"));
    }

    @Test
    void whatTerminalsDisagreeOnIsLeftOut() {
        assertEquals("👩👩👧 ❤ 👍", SafeText.line("👩\u200d👩\u200d👧 ❤\ufe0f 👍🏽"));
        assertEquals("    code", SafeText.lines("\tcode"));
    }

    @Property(tries = 300)
    void anyTextIsSafe(@ForAll String text) {
        assertTrue(SafeText.line(text).chars().noneMatch(c -> Character.isISOControl(c)));
        assertTrue(SafeText.lines(text).chars().noneMatch(c -> c != '\n' && Character.isISOControl(c)));
    }
}
