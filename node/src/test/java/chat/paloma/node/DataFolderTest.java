package chat.paloma.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path folder;

    @Test
    void isForItsOwnerOnly() throws Exception {
        Path path = folder.resolve("a/b");
        try (DataFolder data = DataFolder.open(path)) {
            data.subfolder("tls");
            DataFolder.writePrivately(path.resolve("secret"), new byte[] {1});
            assertEquals("rwx------", permissions(path));
            assertEquals("rwx------", permissions(path.resolve("tls")));
            for (String file : List.of("format", "lock", "secret")) {
                assertEquals("rw-------", permissions(path.resolve(file)), file);
            }
            try (Stream<Path> files = Files.list(path)) {
                assertEquals(4, files.count());
            }
        }
        DataFolder.open(path).close();
    }

    @Test
    void isHeldByOneProcess() throws Exception {
        Path path = folder.resolve("data");
        try (DataFolder held = DataFolder.open(path)) {
            assertEquals(path, held.path());
            String refusal = refusal(path);
            assertTrue(
                    refusal.contains(
                            "in use by process " + ProcessHandle.current().pid() + ";"),
                    refusal);
        }
        DataFolder.open(path).close();
    }

    @Test
    void refusesWhatANewerProgramWrote() throws Exception {
        Path path = folder.resolve("data");
        DataFolder.open(path).close();
        int newer = DataFolder.FORMAT + 1;
        Files.writeString(path.resolve("format"), newer + "\n");
        assertTrue(
                refusal(path)
                        .contains(
                                "written by a newer Paloma (format " + newer + ", this one knows " + DataFolder.FORMAT),
                refusal(path));
        Files.writeString(path.resolve("format"), "x\n");
        assertTrue(refusal(path).contains("damaged"), refusal(path));
    }

    @Test
    void marksWhatAnOlderProgramWroteAsItsOwn() throws Exception {
        Path path = folder.resolve("data");
        DataFolder.open(path).close();
        Files.writeString(path.resolve("format"), "1\n");
        DataFolder.open(path).close();
        assertEquals(
                DataFolder.FORMAT + "\n",
                Files.readString(path.resolve("format")),
                "else the older one opens it again");
    }

    /** An older program must not work on a database that a newer one changed. */
    @Test
    void theFormatGrowsWithTheDatabase() throws Exception {
        try (var migrations = Files.list(Path.of("src/main/resources/chat/paloma/node/store"))) {
            assertEquals(
                    DataFolder.FORMAT,
                    migrations
                            .map(file -> file.getFileName().toString())
                            .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                            .max()
                            .orElseThrow());
        }
    }

    @Test
    void refusesAFolderOfSomethingElse() throws Exception {
        Files.writeString(folder.resolve("thesis.txt"), "chapter one");
        assertTrue(refusal(folder).contains("has files that are not a node's"), refusal(folder));
    }

    @Test
    void refusesAFolderThatOthersCanRead() throws Exception {
        Path path = folder.resolve("data");
        DataFolder.open(path).close();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x---"));
        assertTrue(refusal(path).contains("chmod 700 " + path), refusal(path));
    }

    @Test
    void refusesAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertTrue(refusal(file.resolve("data")).contains("cannot be written"), refusal(file.resolve("data")));
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String refusal(Path path) {
        return String.valueOf(
                assertThrows(NodeException.class, () -> DataFolder.open(path)).getMessage());
    }
}
