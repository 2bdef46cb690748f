package chat.paloma.core.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of rules in {@code docs/mls.md} says what the code does. */
class MlsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "mls.md");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private static Map<String, String[]> table() throws IOException {
        Map<String, String[]> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.matches("\\| [A-Z]+-\\d+ \\|.*")) {
                String[] cells = line.substring(2, line.length() - 2).split(" \\| ", -1);
                rows.put(cells[0], cells);
            }
        }
        return rows;
    }

    private static String source(String name, String tree) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", tree, "java"))) {
            Path file = files.filter(each -> each.endsWith(name + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no class " + name));
            return Files.readString(file);
        }
    }

    private static List<String> names(String cell) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(cell);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    @Test
    void listsEveryRuleInOrderAsTheCodeStatesIt() throws IOException {
        Map<String, String[]> rows = table();
        assertEquals(
                Arrays.stream(ValidationRule.values()).map(ValidationRule::id).toList(), List.copyOf(rows.keySet()));
        for (ValidationRule rule : ValidationRule.values()) {
            String[] cells = rows.getOrDefault(rule.id(), new String[0]);
            assertEquals(rule.section(), cells[1], rule.id());
            assertEquals(rule.statement(), cells[2], rule.id());
        }
    }

    @Test
    void namesClassesThatEnforceARuleAndTestsThatBreakIt() throws IOException {
        Map<String, String[]> rows = table();
        for (ValidationRule rule : ValidationRule.values()) {
            String[] cells = rows.getOrDefault(rule.id(), new String[0]);
            assertTrue(names(cells[3]).size() > 0 && names(cells[4]).size() > 0, rule.id());
            for (String test : names(cells[4])) {
                assertTrue(test.endsWith("Test"), test + " is no test");
                assertTrue(source(test, "test").contains(rule.name()), test + " does not break " + rule);
            }
            for (String enforcer : names(cells[3])) {
                assertTrue(
                        rule == ValidationRule.WELL_FORMED
                                || source(enforcer, "main").contains(rule.name()),
                        enforcer + " does not enforce " + rule);
            }
        }
    }
}
