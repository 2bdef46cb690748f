package chat.paloma.cli.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.wire.NodeConnection;
import chat.paloma.cli.wire.NodeException;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node on a file system that is full, and that has space again. Needs the right to mount one. */
@Timeout(180)
class FullDiskTest {
    private static final int BALLAST = 3 << 20;

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

    private static void waitFor(NodeProcess node, int readiness) throws Exception {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (node.readiness() != readiness) {
            assertTrue(System.nanoTime() < deadline, "/readyz: " + node.readiness());
            Thread.sleep(100);
        }
    }

    @Test
    void refusesUntilThereIsSpaceAndLosesNothing() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && execute("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()),
                "a file system can't be mounted here");
        try {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[BALLAST]);
            Path data = Files.createDirectory(
                    disk.resolve("data"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            NodeProcess node = NodeProcess.start(data, NodeProcess.freePort(), folder.resolve("log"));
            try (Load load = new Load(node.origin())) {
                fillAndFree(load, node, ballast);
            } finally {
                node.kill();
            }
        } finally {
            assertTrue(execute("umount", disk.toString()));
        }
    }

    private static void fillAndFree(Load load, NodeProcess node, Path ballast) throws Exception {
        LoadRoom room = load.rooms.getFirst();
        Map<Append, Appended> acknowledged = new LinkedHashMap<>();
        try (NodeConnection connection = room.owner.connect(load.http, load.server)) {
            Append refused;
            NodeException refusal;
            while (true) {
                refused = room.message(room.owner.nextNumber());
                try {
                    acknowledged.put(refused, connection.await(refused));
                } catch (NodeException e) {
                    refusal = e;
                    break;
                }
            }
            assertTrue(refusal.is(FailureCode.STORAGE_UNAVAILABLE), refusal.toString());
            assertTrue(refusal.wantsLater());
            waitFor(node, 503);
            // Reading goes on, and nothing of what was refused is there.
            LaneCheck full = LaneCheck.read(connection, room.lane());
            assertEquals(acknowledged.size() + 1, full.records.size());
            Append again = refused;
            assertTrue(assertThrows(NodeException.class, () -> connection.await(again))
                    .is(FailureCode.STORAGE_UNAVAILABLE));
            assertTrue(node.isAlive());

            Files.delete(ballast);
            waitFor(node, 200);
            acknowledged.put(again, connection.await(again));
            LaneCheck lane = LaneCheck.read(connection, room.lane());
            assertEquals(acknowledged.size() + 1, lane.records.size());
            acknowledged.forEach((message, answer) -> assertEquals(
                    answer.position(), lane.places.get(message.envelope().hash(LoadDevice.CRYPTO))));
        }
    }
}
