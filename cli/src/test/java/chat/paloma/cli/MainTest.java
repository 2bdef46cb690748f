package chat.paloma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    /** What the launcher does itself, or has another program for. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of("help", "test", "bench");

    /** {@code ./paloma help} prints a file, so that it needs no build: it must list what there is. */
    @Test
    void theHelpListsExactlyTheCommands() throws IOException {
        Set<String> listed = Files.readAllLines(Path.of("../tools/launcher/help.txt")).stream()
                .filter(line -> line.matches("  [a-z]+ +\\S.*"))
                .map(line -> line.strip().split(" ", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> existing = new TreeSet<>(Main.commandLine().getSubcommands().keySet());
        existing.addAll(OF_THE_LAUNCHER);
        assertEquals(existing, listed);
    }

    @Test
    void printsItsVersion() {
        StringWriter out = new StringWriter();
        CommandLine commandLine = Main.commandLine().setOut(new PrintWriter(out));
        assertEquals(0, commandLine.execute("--version"));
        assertTrue(out.toString().matches("(?s)Paloma \\d+\\.\\d+\\.\\d+\\R.*"), out.toString());
    }

    @Test
    void refusesAnUnknownOptionInOneLine() {
        StringWriter errors = new StringWriter();
        CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(errors));
        assertEquals(2, commandLine.execute("--nonsense"));
        assertEquals("paloma: Unknown option: '--nonsense'", errors.toString().strip());
    }
}
