package chat.paloma.client.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileStoreTest {
    private static final JdkCrypto CRYPTO = new JdkCrypto();
    private static final RandomSource RANDOM = new SystemRandom();

    @TempDir
    private Path folder;

    private ProfileStore open() {
        return ProfileStore.open(folder.resolve("profile"), CRYPTO);
    }

    @Test
    void keepsWhoTheDeviceIs() throws Exception {
        AccountKeys keys = AccountKeys.create(CRYPTO, List.of(DeviceKeyAlgorithm.ML_DSA_44), 1, RANDOM);
        Identity identity = new Identity(
                keys,
                keys.listKey()
                        .certify(
                                CRYPTO,
                                keys.deviceKeys().device(),
                                keys.deviceKeys().authenticationKey().key(),
                                RANDOM));
        try (ProfileStore store = open()) {
            store.settings().begin(identity, "https://chat.example", new Handle("alice"));
            assertFalse(store.settings().isRegistered());
            store.settings().setRegistered();
        }
        try (ProfileStore store = open()) {
            Identity read = store.settings().identity().orElseThrow();
            assertEquals(ByteString.adopt(identity.encoded()), ByteString.adopt(read.encoded()));
            assertEquals(Optional.of("https://chat.example"), store.settings().server());
            assertTrue(store.settings().isRegistered());
        }
    }

    @Test
    void isForOneProcessAtATime() {
        try (ProfileStore first = open()) {
            StoreException refused = assertThrows(StoreException.class, this::open);
            assertTrue(
                    String.valueOf(refused.getMessage()).endsWith("is in use by another process"),
                    String.valueOf(refused.getMessage()));
            assertEquals(1, first.settings().takeMessage());
        }
        open().close();
    }

    @Test
    void isForItsOwnerAlone() throws Exception {
        try (ProfileStore store = open()) {
            store.settings().takeMessage();
            try (Stream<Path> files = Files.list(folder.resolve("profile"))) {
                for (Path file : files.toList()) {
                    assertEquals(
                            "rw-------",
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                            file.toString());
                }
            }
        }
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("profile"))));
        Files.setPosixFilePermissions(folder.resolve("profile"), PosixFilePermissions.fromString("rwxr-x---"));
        assertThrows(StoreException.class, this::open);
    }

    @Test
    void doesAllOfAStepOrNothing() {
        RoomId room = RoomId.random(RANDOM);
        try (ProfileStore store = open()) {
            assertThrows(
                    IllegalStateException.class,
                    () -> store.write(() -> {
                        store.settings().takeMessage();
                        store.outbox().add(room, "half");
                        throw new IllegalStateException("the process dies here");
                    }));
            assertEquals(1, store.settings().nextMessage());
            assertEquals(List.of(), store.outbox().waiting(room));
        }
    }

    /** A copy of the files in the middle of work is what a crash leaves. */
    @Test
    void hasEveryStepOnTheDiskOnceItReturned() throws Exception {
        RoomId room = RoomId.random(RANDOM);
        Path copy = folder.resolve("copy");
        try (ProfileStore store = open()) {
            for (int i = 1; i <= 20; i++) {
                int number = i;
                store.write(() -> {
                    assertEquals(number, store.settings().takeMessage());
                    store.outbox().add(room, "text " + number);
                });
            }
            Files.createDirectory(
                    copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (Stream<Path> files = Files.list(folder.resolve("profile"))) {
                for (Path file : files.toList()) {
                    if (!file.endsWith("lock") && !file.toString().endsWith("-shm")) {
                        Files.copy(file, copy.resolve(file.getFileName()));
                    }
                }
            }
        }
        try (ProfileStore store = ProfileStore.open(copy, CRYPTO)) {
            assertEquals(21, store.settings().nextMessage());
            assertEquals(20, store.outbox().waiting(room).size());
        }
    }

    @Test
    void sendsAgainWhatWasSealedUntilItsEpochIsOver() {
        RoomId room = RoomId.random(RANDOM);
        Envelope envelope = new Envelope(ByteString.utf8("sealed"));
        try (ProfileStore store = open()) {
            long id = store.outbox().add(room, "text");
            OutboxEntry.Sealed sealed = new OutboxEntry.Sealed(5, new RoomEpoch(0, 3), envelope);
            store.outbox().seal(id, sealed);
            assertEquals(
                    Optional.of(sealed), store.outbox().waiting(room).getFirst().sealed());
            assertEquals(id, store.outbox().find(room, envelope).orElseThrow().id());

            store.outbox().unseal(id);
            assertEquals(
                    Optional.empty(), store.outbox().waiting(room).getFirst().sealed());
            assertEquals(Optional.of(5L), store.outbox().numberOf(id));

            store.outbox().seal(id, sealed);
            store.outbox().acknowledge(id);
            assertEquals(List.of(), store.outbox().waiting(room));
            assertTrue(store.outbox().find(room, envelope).isPresent());
        }
    }

    @Test
    void refusesAProfileOfANewerVersion() throws Exception {
        open().close();
        try (var connection = java.sql.DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.resolve("profile").resolve("profile.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }
        StoreException refused = assertThrows(StoreException.class, this::open);
        assertTrue(
                String.valueOf(refused.getMessage()).contains("newer version"), String.valueOf(refused.getMessage()));
    }

    @Test
    void refusesADamagedProfileInOneLine() throws Exception {
        open().close();
        Files.write(folder.resolve("profile").resolve("profile.db"), new byte[8192]);
        StoreException refused =
                assertThrows(StoreException.class, () -> open().settings().identity());
        assertFalse(String.valueOf(refused.getMessage()).contains("\n"), String.valueOf(refused.getMessage()));
    }
}
