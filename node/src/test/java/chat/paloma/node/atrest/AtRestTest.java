package chat.paloma.node.atrest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.wire.AccountRequests.ListAccounts;
import chat.paloma.node.TestDatabases;
import chat.paloma.node.TestPerson;
import chat.paloma.node.TestStore;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in a database whose fields are sealed, and what is made of it when it is changed. */
class AtRestTest {
    /** No other test has it. */
    private static final String HANDLE = "quokka.of.rottnest";

    private static final String PLAIN_HANDLE = "wombat.of.maria.island";

    private final TestKeys keys = new TestKeys(TestKeys.random());

    @TempDir
    private Path folder;

    private TestStore sealed() {
        return new TestStore(folder, keys::open);
    }

    /** The files in which the database lies. */
    private Path files() {
        if (!TestDatabases.ON_POSTGRESQL) {
            return folder;
        }
        return TestDatabases.direct(folder).withHandle(handle -> {
            handle.execute("CHECKPOINT");
            return Path.of(handle.createQuery("SELECT current_setting('data_directory')")
                    .mapTo(String.class)
                    .one());
        });
    }

    /** Whether a text lies anywhere in these files. */
    private static boolean lies(String text, Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).anyMatch(file -> {
                try {
                    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
                } catch (NoSuchFileException e) {
                    return false;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void noHandleLiesInTheFilesOfTheDatabase() throws Exception {
        try (TestStore store = sealed()) {
            TestPerson person = store.person(HANDLE);
            assertEquals(
                    person.account(), store.directory.find(new Handle(HANDLE)).orElseThrow());
            assertFalse(lies(HANDLE, files()));
        }
        assertFalse(lies(HANDLE, files()));
    }

    /** That the search finds what lies there. */
    @Test
    void aHandleLiesInTheFilesWhenNothingIsSealed() throws Exception {
        try (TestStore store = new TestStore(folder)) {
            store.person(PLAIN_HANDLE);
        }
        assertTrue(lies(PLAIN_HANDLE, files()));
    }

    @Test
    void sealedAccountsAreFoundAndListedInOrder() {
        try (TestStore store = sealed()) {
            TestPerson administrator = store.administrator("mallory");
            for (String name : List.of("zoe", "bob", "alice")) {
                store.person(name);
            }
            assertEquals(
                    List.of("bob", "mallory", "zoe"),
                    store.accounts.listAccounts(administrator.caller(), new ListAccounts("alice")).accounts().stream()
                            .map(account -> account.handle().value())
                            .toList());
            assertTrue(store.directory.find(new Handle("nobody")).isEmpty());
        }
        // And by the next node, from what is stored.
        try (TestStore store = sealed()) {
            AccountId zoe = store.directory.find(new Handle("zoe")).orElseThrow();
            assertEquals("zoe", store.directory.find(zoe).orElseThrow().handle().value());
        }
    }

    @Test
    void whatWasStoredBeforeIsSealedWhenItIsTurnedOn() {
        AccountId account;
        try (TestStore store = new TestStore(folder)) {
            account = store.person("alice").account();
        }
        try (TestStore store = sealed()) {
            assertEquals(account, store.directory.find(new Handle("alice")).orElseThrow());
            assertEquals(
                    "alice",
                    store.directory.find(account).orElseThrow().handle().value());
        }
        assertEquals(0, plainRows());
    }

    private int plainRows() {
        return TestDatabases.direct(folder)
                .withHandle(handle -> handle.createQuery(
                                "SELECT COUNT(*) FROM account WHERE sealed_handle IS NULL OR handle NOT LIKE '#%'")
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void aFieldThatWasChangedIsRefused() {
        AccountId account;
        try (TestStore store = sealed()) {
            account = store.person("alice").account();
            store.person("bob");
        }
        byte[] record = TestDatabases.direct(folder)
                .withHandle(handle -> handle.createQuery("SELECT record FROM account WHERE account = :account")
                        .bind("account", account.bytes().toByteArray())
                        .mapTo(byte[].class)
                        .one());
        for (int at : List.of(12, 30, record.length - 1)) {
            byte[] changed = record.clone();
            changed[at] ^= 1;
            write("UPDATE account SET record = :value WHERE account = :account", account, changed);
            assertDamaged(account);
        }
        write("UPDATE account SET record = :value WHERE account = :account", account, record);
        // Somebody else's, which is sealed as well.
        TestDatabases.direct(folder)
                .useHandle(handle -> handle.createUpdate(
                                "UPDATE account SET sealed_handle ="
                                        + " (SELECT sealed_handle FROM account WHERE account <> :account) WHERE account = :account")
                        .bind("account", account.bytes().toByteArray())
                        .execute());
        assertDamaged(account);
    }

    private void write(String sql, AccountId account, byte[] value) {
        TestDatabases.direct(folder)
                .useHandle(handle -> handle.createUpdate(sql)
                        .bind("value", value)
                        .bind("account", account.bytes().toByteArray())
                        .execute());
    }

    private void assertDamaged(AccountId account) {
        try (TestStore store = sealed()) {
            StoreException refused = assertThrows(StoreException.class, () -> store.directory.find(account));
            assertEquals(Reason.DAMAGED, refused.reason());
        }
    }

    @Test
    void keysChangeWhilePeopleRegister() throws Exception {
        List<TestPerson> people = new ArrayList<>();
        String first = keys.read();
        String second = TestKeys.random();
        try (TestStore store = new TestStore(folder)) {
            AtRest atRest = keys.open(store.database);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> registering = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    people.add(store.person("person" + people.size()));
                }
            });
            for (int i = 0; i < 5; i++) {
                atRest.nextDataKey();
            }
            keys.set(second, first);
            atRest.tend();
            atRest.nextDataKey();
            enough.set(true);
            registering.join();
            // The one before is of no use any more.
            keys.set(second);
            atRest.nextDataKey();
            for (TestPerson person : people) {
                assertTrue(store.directory.find(person.account()).isPresent());
            }
            assertEquals(List.of(8), keysInUse(store.database));
        }
        assertFalse(people.isEmpty());
        keys.set(first);
        UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> sealed().close());
        assertTrue(String.valueOf(refused.getMessage()).contains("not the key"), refused.getMessage());
    }

    /** The numbers of the keys under which accounts are. */
    private static List<Integer> keysInUse(Database database) {
        return database.read(handle ->
                handle
                        .createQuery("SELECT record FROM account")
                        .mapTo(byte[].class)
                        .map(record -> (int) record[11])
                        .stream()
                        .distinct()
                        .toList());
    }
}
