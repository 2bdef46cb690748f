package chat.paloma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.node.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code migrate}; what it does is in {@code MigrationTest} of the node. */
class MigrateCommandTest {
    private static final String NOWHERE = "postgresql://localhost:1/paloma";

    @TempDir
    private Path folder;

    private static void refuses(int status, String expected, String... options) {
        List<String> arguments = new ArrayList<>(List.of("migrate"));
        arguments.addAll(List.of(options));
        MainForTests.Result result = MainForTests.run(arguments.toArray(String[]::new));
        assertEquals(status, result.status(), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains(expected), result.err());
    }

    @Test
    void saysWhereToAndWhatStays() {
        MainForTests.Result result = MainForTests.run("migrate", "--help");
        assertEquals(0, result.status());
        assertTrue(result.out().contains("--database-url"), result.out());
        assertTrue(result.out().contains("stay in the folder"), result.out());
    }

    @Test
    void refusesInOneLine() throws Exception {
        String data = folder.resolve("node").toString();
        refuses(2, "--database-url", "--data", data);
        refuses(2, "postgresql://", "--data", data, "--database-url", "mysql://localhost/paloma");
        refuses(1, "no data folder", "--data", data, "--database-url", NOWHERE);
        DataFolder.open(Path.of(data)).close();
        refuses(1, "no SQLite database", "--data", data, "--database-url", NOWHERE);
        Files.createFile(Path.of(data, "paloma.db"));
        refuses(1, "see database.url", "--data", data, "--database-url", NOWHERE);
    }
}
