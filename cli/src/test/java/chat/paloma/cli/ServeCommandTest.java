package chat.paloma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What refuses to start, as a person sees it; a node that runs is tested in its own module. */
class ServeCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @Test
    void refusesAWrongConfigurationInOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("paloma.toml"), "prot = 1\n");
        assertEquals(2, run("serve", "--config", file.toString()));
        assertEquals(
                "paloma: " + file + ", line 1: unknown setting 'prot'; did you mean 'port'?",
                err.toString().strip());
    }

    @Test
    void namesTheWaysToTls() {
        assertEquals(2, run("serve", "--bind", "0.0.0.0", "--data", folder.toString()));
        String refusal = err.toString().strip();
        assertEquals(1, refusal.lines().count());
        for (String way : new String[] {"--domain NAME", "--tls-cert FILE", "--tls-key FILE", "--lan"}) {
            assertTrue(refusal.contains(way), refusal);
        }
    }

    @Test
    void refusesAForeignFolderInOneLine() throws Exception {
        Files.writeString(folder.resolve("thesis.txt"), "chapter one");
        assertEquals(1, run("serve", "--data", folder.toString(), "--port", "0"));
        assertEquals(1, err.toString().strip().lines().count(), err.toString());
    }

    @Test
    void printsAConfigurationFile() {
        assertEquals(0, run("serve", "--print-config"));
        assertTrue(out.toString().contains("#port = "), out.toString());
    }

    @Test
    void aSwitchNeedsNoValue() {
        assertEquals(2, run("serve", "--lan", "--domain", "chat.example.org"));
        assertTrue(err.toString().contains("there is a certificate already by"), err.toString());
    }
}
