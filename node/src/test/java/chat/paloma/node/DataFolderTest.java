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
        Files.writeString(path.resolve("format"), "2\n");
        assertTrue(refusal(path).contains("written by a newer Paloma (format 2, this one knows 1)"), refusal(path));
        Files.writeString(path.resolve("format"), "x\n");
        assertTrue(refusal(path).contains("damaged"), refusal(path));
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
