package chat.paloma.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void letsNothingSteerATerminal() {
        assertEquals("a\ufffd[31mb\ufffdc\ufffd", PlainText.line("a\u001b[31mb\u202ec\n"));
        assertEquals(
                "gr\u00fc\u00df \ud83d\udc68\u200d\ud83d\udc69",
                PlainText.line("gr\u00fc\u00df \ud83d\udc68\u200d\ud83d\udc69"));
    }

    @Test
    void keepsLinesApartFromOurs() {
        assertEquals("one\n  bob: two", PlainText.lines("one\r\nbob: two", "  "));
    }
}
