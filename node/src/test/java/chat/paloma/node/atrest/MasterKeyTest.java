package chat.paloma.node.atrest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.node.Node;
import chat.paloma.node.NodeException;
import chat.paloma.node.TestNodes;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a node gets its master key from, and what keeps it from starting. */
class MasterKeyTest {
    @TempDir
    private Path folder;

    private Node start(String... options) throws Exception {
        return TestNodes.start(folder, List.of(new Chat(false, false)), options);
    }

    private static String option(String source) {
        return "--at-rest-master-key=" + source;
    }

    private Path file(String name, String permissions, String... lines) throws Exception {
        Path file = Files.write(folder.resolve(name), List.of(lines));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private void refuses(String expected, String... options) {
        NodeException refused =
                assertThrows(NodeException.class, () -> start(options).stop());
        String line = String.valueOf(refused.getMessage());
        assertTrue(line.startsWith("at-rest.master-key") && line.contains(expected), line);
        assertEquals(1, line.lines().count(), line);
    }

    @Test
    void aNodeThatSealsStartsWithItsKeyOnly() throws Exception {
        String key = TestKeys.random();
        Path file = file("key", "rw-------", "# made on a Monday", key);
        start(option("file:" + file)).stop();
        refuses("is not set");
        Path other = file("other", "rw-------", TestKeys.random());
        refuses("not the key", option("file:" + other));
        start(option("file:" + file)).stop();
        // A program that gets it from somewhere, as from a token or a key service.
        Path program = file("program", "rwx------", "#!/bin/sh", "cat " + file);
        start(option("command:" + program)).stop();
        // Another key is the first, the former stands behind it; afterwards that is not needed.
        String next = TestKeys.random();
        start(option("file:" + file("key", "rw-------", next, key))).stop();
        start(option("file:" + file("key", "rw-------", next))).stop();
        refuses("not the key", option("file:" + file("key", "rw-------", key)));
    }

    @Test
    void aKeyThatCanNotBeUsedIsNamed() throws Exception {
        refuses("can't be read", option("file:" + folder.resolve("none")));
        refuses("chmod", option("file:" + file("open", "rw-r--r--", TestKeys.random())));
        refuses("32 bytes", option("file:" + file("short", "rw-------", "c2hvcnQ=")));
        refuses("0 keys", option("file:" + file("empty", "rw-------", "")));
        refuses("PALOMA_TEST_NO_KEY", option("env:PALOMA_TEST_NO_KEY"));
        refuses("failed", option("command:" + file("fails", "rwx------", "#!/bin/sh", "exit 1")));
        assertThrows(ConfigurationException.class, () -> start(option("vault:x")));
    }
}
