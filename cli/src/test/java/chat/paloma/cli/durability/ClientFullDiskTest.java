package chat.paloma.cli.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.cli.client.Person;
import chat.paloma.client.host.StorageException;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A profile on a file system that is full, and that has space again. Needs the right to mount one. */
@Timeout(120)
class ClientFullDiskTest {
    @TempDir
    private Path folder;

    private static boolean execute(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void saysSoAndGoesOnWhenThereIsSpace() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && execute("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()),
                "a file system can't be mounted here");
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        Node node = Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)));
        try {
            String link = AdministratorLink.of(node);
            try (Person alice = Person.register("alice", disk.resolve("profile"), link)) {
                fillAndFree(alice, disk.resolve("ballast"));
            }
        } finally {
            node.stop();
            assertTrue(execute("umount", disk.toString()));
        }
    }

    private static void fillAndFree(Person alice, Path ballast) throws Exception {
        RoomId room = ((Outcome.Room)
                        alice.perform(new Command.CreateRoom("launch", List.of(), WhoMayAdd.ADMINISTRATORS)))
                .room();
        alice.send(room, "before");
        fill(ballast);
        StorageException full = assertThrows(StorageException.class, () -> {
            for (int i = 0; i < 1000; i++) {
                alice.write(room, "x".repeat(10_000));
            }
        });
        assertTrue(String.valueOf(full.getMessage()).startsWith("the disk is full"), full.getMessage());
        List<String> kept = alice.texts(room);
        Files.delete(ballast);
        alice.await(view -> view.isOnline());
        alice.send(room, "after");
        assertEquals(kept.size() + 1, alice.texts(room).size());
        assertEquals("after", alice.texts(room).getLast());
    }

    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[4096];
        try {
            while (true) {
                Files.write(ballast, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            // It is full.
        }
    }
}
