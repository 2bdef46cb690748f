package chat.paloma.client.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.client.host.StorageException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.core.engine.state.StateReader.Entry;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedProfileTest {
    private static final String SECRET = "the lighthouse keeper whispers";

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("profile");
    }

    private static EncryptedProfile open(ProfileOptions options) {
        return EncryptedProfile.open(options, new JdkCrypto(), new SystemRandom());
    }

    private EncryptedProfile open() {
        return open(ProfileOptions.unprotected(path()));
    }

    private static StateChange put(int key, String value) {
        return new StateChange(key(key), Optional.of(ByteString.utf8(value)));
    }

    private static StateChange remove(int key) {
        return new StateChange(key(key), Optional.empty());
    }

    private static ByteString key(int number) {
        return ByteString.adopt(new byte[] {1, (byte) number});
    }

    private static List<String> values(List<Entry> entries) {
        return entries.stream()
                .map(entry -> new String(entry.value().toByteArray(), StandardCharsets.UTF_8))
                .toList();
    }

    private static String refusal(org.junit.jupiter.api.function.Executable work) {
        String line = String.valueOf(assertThrows(StorageException.class, work).getMessage());
        assertEquals(1, line.lines().count(), line);
        return line;
    }

    @Test
    void readsWhatWasStoredInTheOrderOfUnsignedKeys() {
        try (EncryptedProfile profile = open()) {
            assertTrue(profile.isNew());
            profile.store(List.of(put(200, "c"), put(3, "a"), put(100, "b"), put(4, "gone")));
            profile.store(List.of(remove(4), put(3, "A")));
        }
        try (EncryptedProfile profile = open()) {
            assertFalse(profile.isNew());
            assertEquals(Optional.of(ByteString.utf8("A")), profile.get(key(3)));
            assertEquals(Optional.empty(), profile.get(key(4)));
            assertEquals(List.of("A", "b", "c"), values(profile.range(key(0), key(255), 10, false)));
            assertEquals(List.of("c", "b"), values(profile.range(key(0), key(255), 2, true)));
            assertEquals(List.of("b"), values(profile.range(key(4), key(200), 10, false)));
        }
    }

    @Test
    void isForOneProcessAtATime() {
        try (EncryptedProfile first = open()) {
            assertTrue(refusal(this::open).endsWith("is in use by another process"));
            first.store(List.of(put(1, "still usable")));
        }
        open().close();
    }

    @Test
    void isForItsOwnerAlone() throws Exception {
        try (EncryptedProfile profile = open()) {
            profile.store(List.of(put(1, "x")));
            try (Stream<Path> files = Files.list(path())) {
                for (Path file : files.toList()) {
                    assertEquals(
                            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), "" + file);
                }
            }
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rwxr-x---"));
        assertTrue(refusal(this::open).contains("chmod 700"));
    }

    /** Whoever took the profile over, by whatever means, is the only one who writes. */
    @Test
    void writesNoMoreOnceAnotherHasTakenItOver() throws Exception {
        try (EncryptedProfile profile = open()) {
            profile.store(List.of(put(1, "one")));
            sql("UPDATE fence SET holder = holder + 1");
            assertTrue(refusal(() -> profile.store(List.of(put(1, "two")))).contains("taken the profile over"));
            assertEquals(Optional.of(ByteString.utf8("one")), profile.get(key(1)));
        }
    }

    private void sql(String statement) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + path().resolve("profile.db"));
                var work = connection.createStatement()) {
            work.executeUpdate(statement);
        }
    }

    /** What was written, overwritten and deleted is in no file, neither while the profile is open nor when it is closed. */
    @Test
    void nothingLiesThereInTheClear() throws Exception {
        try (EncryptedProfile profile = open()) {
            for (int i = 0; i < 50; i++) {
                profile.store(List.of(put(i, SECRET + i), put(100 + i, SECRET)));
                profile.store(List.of(remove(100 + i)));
            }
            assertFalse(isAnywhere(SECRET));
        }
        assertFalse(isAnywhere(SECRET));
        // That the scan finds what is there.
        assertTrue(isAnywhere("SQLite format 3"));
    }

    private boolean isAnywhere(String text) throws Exception {
        try (Stream<Path> files = Files.walk(path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void aValueInTheWrongPlaceIsNoticed() throws Exception {
        try (EncryptedProfile profile = open()) {
            profile.store(List.of(put(1, "pay Ana"), put(2, "pay Ben")));
        }
        sql("UPDATE entry SET value = (SELECT value FROM entry WHERE key = x'0102') WHERE key = x'0101'");
        try (EncryptedProfile profile = open()) {
            assertTrue(refusal(() -> profile.get(key(1))).contains("damaged"));
            assertEquals(Optional.of(ByteString.utf8("pay Ben")), profile.get(key(2)));
        }
    }

    /** A copy of the files in the middle of work is what a crash leaves. */
    @Test
    void hasEveryBatchOnTheDiskOnceItReturned() throws Exception {
        Path copy = Files.createDirectory(
                folder.resolve("copy"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (EncryptedProfile profile = open()) {
            for (int i = 1; i <= 20; i++) {
                profile.store(List.of(put(i, "value " + i)));
            }
            try (Stream<Path> files = Files.list(path())) {
                for (Path file : files.toList()) {
                    if (!file.endsWith("lock") && !file.toString().endsWith("-shm")) {
                        Files.copy(file, copy.resolve(file.getFileName()));
                    }
                }
            }
        }
        try (EncryptedProfile profile = open(ProfileOptions.unprotected(copy))) {
            assertEquals(20, profile.range(key(0), key(255), 100, false).size());
        }
    }

    @Test
    void aPassphraseOpensItAndAnotherDoesNot() {
        ProfileOptions right =
                ProfileOptions.of(path(), Passphrases.of("correct horse")).withKeyring(new NoKeyring());
        try (EncryptedProfile profile = open(right)) {
            assertEquals(Protection.PASSPHRASE, profile.protection());
            profile.store(List.of(put(1, "x")));
        }
        assertEquals(
                "the passphrase is wrong",
                refusal(() -> open(
                        ProfileOptions.of(path(), Passphrases.of("battery")).withKeyring(new NoKeyring()))));
        assertTrue(refusal(this::open).contains("nobody to ask"));
        try (EncryptedProfile profile = open(right)) {
            assertEquals(Optional.of(ByteString.utf8("x")), profile.get(key(1)));
        }
    }

    @Test
    void aNewProfileWithNothingToProtectItIsNotMade() {
        String why =
                refusal(() -> open(ProfileOptions.of(path(), Passphrases.NOBODY).withKeyring(new NoKeyring())));
        assertTrue(why.contains("--insecure-no-passphrase"), why);
        // Once there is a passphrase, it is a new one all the same.
        try (EncryptedProfile profile =
                open(ProfileOptions.of(path(), Passphrases.of("now")).withKeyring(new NoKeyring()))) {
            assertTrue(profile.isNew());
        }
    }

    @Test
    void refusesAProfileOfANewerVersion() throws Exception {
        open().close();
        sql("PRAGMA user_version = 99");
        assertTrue(refusal(this::open).contains("newer version"));
    }

    @Test
    void refusesADamagedDatabaseInOneLine() throws Exception {
        open().close();
        Files.write(path().resolve("profile.db"), new byte[8192]);
        assertTrue(refusal(this::open).contains("damaged"));
    }

    /** The disk fills up and is freed again: what was not stored is not there, and the profile goes on. */
    @Test
    void aFullDiskIsOneLineAndTheProfileGoesOn() throws Exception {
        try (EncryptedProfile profile = open()) {
            profile.store(List.of(put(1, "before")));
            profile.limitPages(20);
            List<StateChange> large = new ArrayList<>();
            for (int i = 2; i < 200; i++) {
                large.add(put(i, "x".repeat(4096)));
            }
            assertTrue(refusal(() -> profile.store(large)).startsWith("the disk is full"));
            assertEquals(Optional.empty(), profile.get(key(2)));
            assertEquals(Optional.of(ByteString.utf8("before")), profile.get(key(1)));
            profile.limitPages(1 << 20);
            profile.store(large);
            assertEquals(199, profile.range(key(0), key(255), 1000, false).size());
        }
    }

    private record NoKeyring() implements Keyring {
        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public void put(String name, chat.paloma.core.crypto.SecretBytes key) {
            throw new AssertionError("there is none");
        }

        @Override
        public Optional<chat.paloma.core.crypto.SecretBytes> get(String name) {
            throw new AssertionError("there is none");
        }
    }

    @Test
    void whatIsStoredTogetherIsThereAsAWholeOrNotAtAll() {
        try (EncryptedProfile profile = open()) {
            profile.together(() -> {
                profile.store(List.of(put(1, "first")));
                assertEquals(Optional.of(ByteString.utf8("first")), profile.get(key(1)));
                profile.store(List.of(put(2, "second")));
            });
            assertThrows(
                    IllegalStateException.class,
                    () -> profile.together(() -> {
                        profile.store(List.of(put(1, "changed"), put(3, "third")));
                        throw new IllegalStateException("in between");
                    }));
            profile.store(List.of(put(4, "alone")));
        }
        try (EncryptedProfile profile = open()) {
            assertEquals(List.of("first", "second", "alone"), values(profile.range(key(0), key(9), 10, false)));
        }
    }
}
