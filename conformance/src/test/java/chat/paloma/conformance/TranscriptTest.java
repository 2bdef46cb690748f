package chat.paloma.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The transcript on the JVM. The browser suite compares WebAssembly with it. */
class TranscriptTest {
    @Test
    void isTheSameEveryTime() {
        String transcript = Transcript.of(new BouncyCastleCrypto());
        assertEquals(transcript, Transcript.of(new BouncyCastleCrypto()));
        assertTrue(transcript.lines().count() > 1_000, "a long transcript");
    }

    @Test
    void namesEveryLineOnce() {
        String[] lines = Transcript.of(new BouncyCastleCrypto()).split("\n", -1);
        assertEquals(
                lines.length,
                Arrays.stream(lines)
                        .map(line -> line.split(" ", 2)[0])
                        .distinct()
                        .count());
    }
}
