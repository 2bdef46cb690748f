package chat.paloma.cli.chat.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ComposerTest {
    private final Composer composer = new Composer();

    private void type(String text) {
        composer.press(Key.text(text));
    }

    private void press(Key.Name... keys) {
        for (Key.Name key : keys) {
            composer.press(Key.of(key));
        }
    }

    @Test
    void editsWholeCharacters() {
        type("a👋b");
        press(Key.Name.LEFT, Key.Name.BACKSPACE);
        assertEquals("ab", composer.text());
        press(Key.Name.DELETE, Key.Name.DELETE);
        assertEquals("a", composer.text());
        press(Key.Name.HOME);
        type("👍");
        assertEquals("👍a", composer.text());
        assertEquals(2, composer.cursor());
    }

    @Test
    void movesByWordsAndErasesThem() {
        type("one two  three");
        press(Key.Name.WORD_LEFT, Key.Name.WORD_LEFT);
        assertEquals(4, composer.cursor());
        press(Key.Name.WORD_RIGHT, Key.Name.ERASE_WORD);
        assertEquals("one   three", composer.text());
        press(Key.Name.ERASE_LINE);
        assertEquals("  three", composer.text());
    }

    @Test
    void movesBetweenLines() {
        type("first line");
        press(Key.Name.NEW_LINE);
        type("two");
        press(Key.Name.UP);
        assertEquals(3, composer.cursor());
        press(Key.Name.END, Key.Name.DOWN);
        assertEquals(composer.text().length(), composer.cursor());
    }

    @Test
    void goesThroughWhatWasSent() {
        type("one");
        assertEquals("one", composer.take());
        type("two");
        composer.take();
        type("draft");
        press(Key.Name.UP);
        assertEquals("two", composer.text());
        press(Key.Name.UP, Key.Name.UP);
        assertEquals("one", composer.text());
        press(Key.Name.DOWN, Key.Name.DOWN);
        assertEquals("draft", composer.text());
        assertFalse(composer.press(Key.of(Key.Name.DOWN)));
    }

    @Test
    void isBounded() {
        type("x".repeat(Composer.LONGEST - 1));
        type("yz");
        assertTrue(composer.text().endsWith("xy"));
        assertEquals(Composer.LONGEST, composer.text().length());
    }
}
