package chat.paloma.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the tables of docs/protocol.md to the code. */
class WireDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "protocol.md");

    @Test
    void listsEveryRequest() throws IOException {
        assertEquals(
                RequestTypes.ALL.stream()
                        .map(type -> type.number() + " " + type.name())
                        .toList(),
                rows("\\| (\\d+) \\| `([a-z-]+)` \\| [^|]+ \\| [^|]+ \\|", "## Requests", "### Appending"));
    }

    @Test
    void listsEveryFailure() throws IOException {
        assertEquals(
                Arrays.stream(FailureCode.values())
                        .map(code -> code.number()
                                + " "
                                + code.name().toLowerCase(Locale.ROOT).replace('_', '-')
                                + " "
                                + code.retry().name().toLowerCase(Locale.ROOT)
                                + " "
                                + code.meaning())
                        .toList(),
                rows("\\| (\\d+) \\| `([a-z-]+)` \\| ([a-z]+) \\| ([^|]+) \\|", "## Failures", "## HTTP"));
    }

    private static List<String> rows(String form, String from, String to) throws IOException {
        String document = Files.readString(DOCUMENT);
        String section = document.substring(document.indexOf(from), document.indexOf(to));
        return Pattern.compile(form)
                .matcher(section)
                .results()
                .map(row -> {
                    StringBuilder out = new StringBuilder(row.group(1));
                    for (int i = 2; i <= row.groupCount(); i++) {
                        out.append(' ').append(row.group(i));
                    }
                    return out.toString();
                })
                .toList();
    }
}
