package chat.paloma.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The transcript of the JVM, which it leaves in {@code target/transcript.txt} for the browser suite to compare with. */
class TranscriptTest {
    private static final Path FILE = Path.of("target", "transcript.txt");

    @Test
    void isTheSameEveryTime() throws IOException {
        String transcript = Transcript.of(new BouncyCastleCrypto());
        Files.createDirectories(FILE.toAbsolutePath().getParent());
        Files.writeString(FILE, transcript);
        assertEquals(transcript, Transcript.of(new BouncyCastleCrypto()));
        assertTrue(transcript.lines().count() > 1_000, "a long transcript");
    }

    @Test
    void hasNoFault() {
        assertTrue(Transcript.of(new BouncyCastleCrypto())
                .lines()
                .allMatch(line -> line.matches("\\S+ \\d+ [0-9a-f]{64}")));
    }
}
