package chat.paloma.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.node.TestDatabases;
import chat.paloma.node.TestPostgres;
import chat.paloma.node.store.StoreException.Reason;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database on a real PostgreSQL server, which is killed, closed to the node, or has other nodes. */
@Tag("slow")
class PostgresTest {
    private static final int ROUNDS = 3;
    private static final int BYTES = 100;
    private static final int WRITES = 6_000;

    @TempDir
    private Path folder;

    private static PostgresAddress address(int port, Optional<String> password) {
        return new PostgresAddress("localhost", port, "postgres", "postgres", password, PostgresAddress.Security.NONE);
    }

    private EmbeddedPostgres server() throws Exception {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .start();
    }

    /** At any moment, also between a commit and its answer. */
    @Test
    void writesOnceWhatWaitsWhenItsServerCrashes() throws Exception {
        EmbeddedPostgres server = server();
        int port = server.getPort();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        try (Database database = Database.open(address(port, Optional.empty()))) {
            for (int round = 0; round < ROUNDS; round++) {
                int from = answers.size();
                for (int i = 0; i < WRITES / ROUNDS; i++) {
                    int number = from + i;
                    answers.add(database.write(transaction -> {
                        TestRows.insert(transaction, number, BYTES);
                        return number;
                    }));
                    if (i % 50 == 0) {
                        Thread.sleep(ThreadLocalRandom.current().nextInt(3));
                    }
                }
                crash(server);
                // It is up again once this is answered.
                Database.await(answers.getLast());
            }
            for (int i = 0; i < answers.size(); i++) {
                assertEquals(i, Database.await(answers.get(i)));
            }
            assertEquals(IntStream.range(0, answers.size()).boxed().toList(), TestRows.numbers(database));
        } finally {
            server.close();
        }
    }

    /** Kills the process that serves the writer: the server ends all others then, and recovers from its log. */
    private static void crash(EmbeddedPostgres server) throws Exception {
        Optional<Long> writer = writerOf(server);
        for (int i = 0; i < 500 && writer.isEmpty(); i++) {
            // It may be connecting at this moment.
            Thread.sleep(10);
            writer = writerOf(server);
        }
        assertTrue(ProcessHandle.of(writer.orElseThrow()).orElseThrow().destroyForcibly());
    }

    private static Optional<Long> writerOf(EmbeddedPostgres server) {
        return Jdbi.create(server.getPostgresDatabase())
                .withHandle(handle -> handle.createQuery(
                                "SELECT pid FROM pg_stat_activity WHERE application_name = 'paloma writer'")
                        .mapTo(Long.class)
                        .findFirst());
    }

    private long pid() throws Exception {
        return Long.parseLong(Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"))
                .getFirst());
    }

    /** The server gives the number of a transaction that a crash has lost without a trace to the next one. */
    @Test
    void isNotMistakenForATransactionThatGotItsNumber() throws Exception {
        try (TestPostgres server = new TestPostgres(folder.resolve("data"), Optional.empty())) {
            Engine lost = new PostgresEngine(server.address());
            Engine other = new PostgresEngine(server.address());
            lost.migrate();
            String number = begin(lost, writer(lost));
            server.kill();
            server.startAgain();
            Connection connection = writer(other);
            assertEquals(number, begin(other, connection));
            connection.commit();
            assertTrue(other.isOnDisk(connection));
            assertFalse(lost.isOnDisk(writer(lost)));
        }
    }

    /** Such as when the network swallows the answer, and the server goes on. */
    @Test
    void waitsUntilATransactionHasEndedToTellWhetherItIsOnDisk() throws Exception {
        Engine engine = new PostgresEngine(TestDatabases.address(folder));
        for (boolean committed : List.of(true, false)) {
            try (Connection connection = writer(engine);
                    Connection asking = writer(engine)) {
                begin(engine, connection);
                CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> isOnDisk(engine, asking));
                Thread.sleep(200);
                assertFalse(answer.isDone());
                if (committed) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                assertEquals(committed, answer.get(30, TimeUnit.SECONDS));
            }
        }
    }

    /** Else it would wait for two turns of the others. */
    @Test
    @Timeout(60)
    void takesAlongWhatComesWhileItWaitsForItsTurn() throws Exception {
        PostgresAddress address = TestDatabases.address(folder);
        try (Database database = Database.open(address)) {
            Engine other = new PostgresEngine(address);
            List<CompletableFuture<Boolean>> answers = new ArrayList<>();
            long before = database.commits();
            try (Connection turn = writer(other)) {
                begin(other, turn);
                answers.add(database.write(transaction -> true));
                while (database.read(PostgresTest::waitingForTheirTurn) == 0) {
                    Thread.sleep(10);
                }
                for (int i = 0; i < 20; i++) {
                    answers.add(database.write(transaction -> true));
                }
                turn.commit();
            }
            answers.forEach(Database::await);
            assertEquals(1, database.commits() - before);
        }
    }

    private static int waitingForTheirTurn(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database"
                        + " WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()")
                .mapTo(Integer.class)
                .one();
    }

    private static Connection writer(Engine engine) throws SQLException {
        Connection connection = engine.openWriter().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    /** Begins a transaction, and returns its number. */
    private static String begin(Engine engine, Connection connection) throws SQLException {
        engine.begin(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_xact_id()::text")) {
            row.next();
            return row.getString(1);
        }
    }

    private static boolean isOnDisk(Engine engine, Connection connection) {
        try {
            return engine.isOnDisk(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each counts on from what it reads: two transactions at a time would count to the same. */
    @Test
    void letsSeveralNodesWriteOneAfterTheOther() {
        PostgresAddress address = TestDatabases.address(folder);
        // Whatever the operator has chosen for others.
        TestDatabases.direct(address)
                .useHandle(handle -> handle.execute("ALTER DATABASE " + address.database()
                        + " SET default_transaction_isolation = 'repeatable read'"));
        try (Database first = Database.open(address);
                Database second = Database.open(address)) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                answers.add((i % 2 == 0 ? first : second).write(PostgresTest::countOn));
            }
            assertEquals(
                    IntStream.range(0, 500).boxed().toList(),
                    answers.stream().map(Database::await).sorted().toList());
            assertEquals(IntStream.range(0, 500).boxed().toList(), TestRows.numbers(second));
        }
    }

    private static int countOn(Transaction transaction) {
        int next = transaction
                .handle()
                .createQuery("SELECT COUNT(*) FROM room_tree")
                .mapTo(Integer.class)
                .one();
        TestRows.insert(transaction, next, BYTES);
        return next;
    }

    @Test
    void givesALeaseToOneNodeUntilThatEnds() {
        PostgresAddress address = TestDatabases.address(folder);
        try (Database first = Database.open(address);
                Database second = Database.open(address)) {
            try (Lease held = first.tryLease(Lease.Name.RELAY).orElseThrow()) {
                assertTrue(held.isHeld());
                assertTrue(second.tryLease(Lease.Name.RELAY).isEmpty());
                second.tryLease(Lease.Name.HOUSEKEEPING).orElseThrow().close();
            }
            second.tryLease(Lease.Name.RELAY).orElseThrow().close();
        }
    }

    @Test
    void keepsPeopleAndChatInSchemasOfTheirOwn() {
        PostgresAddress address = TestDatabases.address(folder);
        Database.open(address).close();
        TestDatabases.direct(address).useHandle(handle -> {
            // As a version had it that knew no schemas.
            handle.execute("ALTER TABLE users.account SET SCHEMA public");
            handle.execute("ALTER TABLE chat.record SET SCHEMA public");
        });
        Database.open(address).close();
        TestDatabases.direct(address).useHandle(handle -> {
            assertEquals(
                    List.of(
                            "account",
                            "account_history",
                            "device",
                            "invitation",
                            "invite",
                            "key_package",
                            "link",
                            "vault"),
                    tables(handle, "users"));
            assertEquals(List.of("flyway_schema_history"), tables(handle, "public"));
            assertTrue(tables(handle, "chat").containsAll(List.of("lane", "record", "room", "member", "blob")));
        });
    }

    private static List<String> tables(Handle handle, String schema) {
        return handle.createQuery("SELECT tablename FROM pg_tables WHERE schemaname = :schema ORDER BY tablename")
                .bind("schema", schema)
                .mapTo(String.class)
                .list();
    }

    @Test
    void refusesTheFormOfANewerVersion() {
        PostgresAddress address = TestDatabases.address(folder);
        Database.open(address).close();
        TestDatabases.direct(address)
                .useHandle(handle -> handle.execute("INSERT INTO flyway_schema_history"
                        + " SELECT installed_rank + 1, '9999', description, type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success FROM flyway_schema_history"
                        + " ORDER BY installed_rank DESC LIMIT 1"));
        StoreException refused = assertThrows(StoreException.class, () -> Database.open(address));
        assertTrue(String.valueOf(refused.getMessage()).contains("newer Paloma"), refused.getMessage());
    }

    @Test
    void tellsAServerThatIsAwayFromOneThatRefuses() throws Exception {
        EmbeddedPostgres server = server();
        int port = server.getPort();
        try {
            Jdbi.create(server.getPostgresDatabase())
                    .useHandle(handle -> handle.execute("ALTER USER postgres PASSWORD 'right'"));
            Path rules = folder.resolve("data").resolve("pg_hba.conf");
            Files.writeString(rules, Files.readString(rules).replace("trust", "scram-sha-256"));
            assertEquals(Reason.NOT_LET_IN, reasonAfterReload(port));
            Database.open(address(port, Optional.of("right"))).close();
        } finally {
            server.close();
        }
        assertEquals(Reason.NOT_REACHED, reason(port, "right"));
    }

    private Reason reasonAfterReload(int port) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-HUP", Long.toString(pid())).start().waitFor());
        Reason reason = reason(port, "wrong");
        // The server reads its rules when it comes to it.
        for (int i = 0; i < 100 && reason != Reason.NOT_LET_IN; i++) {
            Thread.sleep(100);
            reason = reason(port, "wrong");
        }
        return reason;
    }

    private static Reason reason(int port, String password) {
        try (Database open = Database.open(address(port, Optional.of(password)))) {
            return open.takesWrites() ? Reason.BUSY : Reason.CLOSED;
        } catch (StoreException e) {
            return e.reason();
        }
    }
}
