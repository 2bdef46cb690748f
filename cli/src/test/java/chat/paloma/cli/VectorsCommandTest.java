package chat.paloma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VectorsCommandTest {
    private static final String HYBRID_SEED = "00".repeat(32);

    @TempDir
    private Path folder = Path.of("");

    private record Outcome(int exitCode, String output) {
        String lastLine() {
            return output.lines().reduce((first, second) -> second).orElseThrow();
        }
    }

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(out));
        int exitCode = commandLine.execute(arguments);
        return new Outcome(exitCode, out.toString());
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void failsOnAWrongAnswerAndNamesTheCase() throws IOException {
        String wrong = "[{\"seed\":\"" + HYBRID_SEED + "\",\"eseed\":\"\",\"ss\":\"\",\"sk\":\"" + HYBRID_SEED
                + "\",\"pk\":\"00\",\"ct\":\"\"}]";
        Outcome outcome = run("vectors", file("wrong.json", wrong));
        assertEquals(1, outcome.exitCode());
        assertEquals("0 passed, 1 failed, 0 skipped", outcome.lastLine());
        assertTrue(outcome.output().contains("public key: expected 00"), outcome.output());
    }

    @Test
    void failsOnAFileOfNoKnownFormat() throws IOException {
        Outcome outcome = run("vectors", file("other.json", "{\"hello\": 1}"));
        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.output().contains("no known format"), outcome.output());
    }

    @Test
    void failsOnWhatIsNotJsonWithOneLine() throws IOException {
        Outcome outcome = run("vectors", file("broken.json", "[[[["), file("bytes.json", "\u0000"));
        assertEquals(1, outcome.exitCode());
        assertEquals(3, outcome.output().lines().count());
        assertEquals("0 passed, 2 failed, 0 skipped", outcome.lastLine());
    }

    @Test
    void failsOnAMalformedFileOfAKnownFormat() throws IOException {
        String fields = "{\"mode\":0,\"kem_id\":\"x\",\"kdf_id\":0,\"aead_id\":0,\"info\":0,\"ikmR\":0,"
                + "\"ikmE\":0,\"enc\":0,\"encryptions\":0,\"exports\":0}";
        Outcome outcome = run("vectors", file("malformed.json", "[" + fields + "]"));
        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.output().contains("a malformed hpke file"), outcome.output());
    }

    @Test
    void failsWhenNothingRan() {
        Outcome outcome = run("vectors", folder.toString());
        assertEquals(1, outcome.exitCode());
        assertEquals("0 passed, 0 failed, 0 skipped", outcome.lastLine());
    }

    @Test
    void namesAFileThatIsNotThere() {
        Outcome outcome = run("vectors", folder.resolve("absent.json").toString());
        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.output().contains("no such file"), outcome.output());
    }

    @Test
    void asksForAPath() {
        assertEquals(2, run("vectors").exitCode());
    }
}
