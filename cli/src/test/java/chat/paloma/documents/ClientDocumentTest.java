package chat.paloma.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.cli.client.ClientCommand;
import chat.paloma.cli.client.ExitCode;
import chat.paloma.cli.client.JsonField;
import chat.paloma.cli.client.JsonType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** docs/client.md says what the command line does: its commands, its JSON and its exit codes. */
class ClientDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "client.md");

    /** The rows of the table under a heading, without its head. */
    private static List<List<String>> table(String heading) throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        return lines.subList(lines.indexOf(heading) + 1, lines.size()).stream()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static Map<String, List<String>> byName(String heading) throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (List<String> row : table(heading)) {
            rows.put(row.getFirst().replace("`", ""), row.subList(1, row.size()));
        }
        return rows;
    }

    @Test
    void exitCodes() throws IOException {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            expected.put(String.valueOf(code.number()), List.of(code.meaning()));
        }
        assertEquals(expected, byName("### Exit codes"));
    }

    @Test
    void jsonTypesWithTheirFields() throws IOException {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        for (JsonType type : JsonType.values()) {
            expected.put(
                    type.key(),
                    List.of(
                            type.meaning(),
                            type.fields().stream()
                                    .filter(field -> field != JsonField.TYPE)
                                    .map(field -> "`" + field.key() + "`")
                                    .collect(Collectors.joining(", "))));
        }
        assertEquals(expected, byName("### JSON"));
    }

    @Test
    void jsonFields() throws IOException {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        for (JsonField field : JsonField.values()) {
            expected.put(field.key(), List.of(field.meaning()));
        }
        assertEquals(expected, byName("#### Fields"));
    }

    @Test
    void everyCommand() throws IOException {
        Set<String> documented = byName("## Commands").keySet().stream()
                .map(usage -> usage.split(" ", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(
                        new CommandLine(new ClientCommand(), ClientCommand.factory(InstantSource.system())).getSubcommands().keySet()),
                documented);
    }
}
