package chat.paloma.core.room.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the table of kinds in docs/room.md to the code. */
class RoomDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "room.md");

    @Test
    void listsEveryKindWithItsNumber() throws IOException {
        List<String> documented = Pattern.compile("\\| ([a-z ]+) \\| (\\d+) \\| `[^|]+` \\|")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .sorted()
                .toList();
        List<String> known = OperationSamples.contents().stream()
                .filter(content -> !(content instanceof Content.Unknown))
                .map(content -> name(content) + " " + content.kind().value())
                .distinct()
                .sorted()
                .toList();
        assertEquals(known, documented);
        assertEquals(Content.class.getPermittedSubclasses().length - 1, known.size(), "a kind without a sample");
    }

    private static String name(Content content) {
        return String.join(
                " ",
                Stream.of(content.getClass().getSimpleName().split("(?=[A-Z])", -1))
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .toList());
    }
}
