package chat.paloma.node.store;

import chat.paloma.node.store.StoreException.Reason;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL 15 or newer. Writes wait for its write-ahead log to be on disk. Each transaction of a writer holds an
 * advisory lock from its beginning to its end, so that the nodes of a database write one after the other: what one of
 * them reads while it writes is what will be so, and numbers that it gives are in the order of the commits.
 *
 * <p>When a commit is answered by an error, as when the server stops meanwhile, it may be on disk all the same; {@link
 * PostgresTurns} tell, once the server can be asked.
 */
final class PostgresEngine implements Engine {
    private static final int OLDEST = 15;
    private static final int READERS = 8;
    private static final int CONNECT_SECONDS = 5;
    /** Longer than any statement takes; a network that swallows packets is noticed by it. */
    private static final int SOCKET_SECONDS = 60;

    /** How long the server waits for a node in the middle of a transaction, which keeps all others from writing. */
    private static final Duration STALLED = Duration.ofSeconds(10);

    /** "paloma" in ASCII; the locks of nodes begin with it. */
    private static final long LOCKS = 0x70616c6f6d61L << 16;

    private static final long WRITER_LOCK = LOCKS;
    private static final long MIGRATION_LOCK = LOCKS + 1;

    private final PostgresAddress address;
    private final Jdbi writes;
    private final PostgresTurns turns = new PostgresTurns(WRITER_LOCK);

    PostgresEngine(PostgresAddress address) {
        PostgresTls.check(address.security());
        this.address = address;
        this.writes = Jdbi.create(dataSource("paloma writer"));
    }

    private PGSimpleDataSource dataSource(String name) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        address.password().ifPresent(source::setPassword);
        source.setApplicationName(name);
        source.setCurrentSchema(PostgresSchemas.SEARCH_PATH);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(SOCKET_SECONDS);
        source.setTcpKeepAlive(true);
        source.setReWriteBatchedInserts(true);
        PostgresAddress.Security security = address.security();
        source.setSslMode(security.encrypted() ? "verify-full" : "disable");
        if (security.encrypted()) {
            source.setSslfactory(PostgresTls.class.getName());
        }
        security.trust().ifPresent(file -> source.setSslRootCert(file.toString()));
        security.identity().ifPresent(identity -> {
            source.setSslCert(identity.certificate().toString());
            source.setSslKey(identity.key().toString());
        });
        return source;
    }

    @Override
    public void migrate() {
        PGSimpleDataSource source = dataSource("paloma migration");
        requireVersion(source);
        try (Handle alone = openWriter()) {
            // Of nodes that start together, one does it, and the others find it done.
            alone.createQuery("SELECT pg_advisory_lock(:lock)")
                    .bind("lock", MIGRATION_LOCK)
                    .mapTo(String.class)
                    .findOne();
            Dialect.POSTGRESQL.migrate(source);
            alone.useTransaction(handle -> {
                PostgresSchemas.arrange(handle);
                PostgresTurns.prepare(handle);
            });
        }
    }

    private static void requireVersion(PGSimpleDataSource source) {
        try (Connection connection = source.getConnection()) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST) {
                throw new StoreException(
                        Reason.UNAVAILABLE, "it is PostgreSQL " + version + "; version " + OLDEST + " is the oldest");
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    @Override
    public HikariDataSource readers() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource("paloma reader"));
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setPoolName("store-readers");
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        return new HikariDataSource(config);
    }

    @Override
    public Jdbi writes() {
        return writes;
    }

    @Override
    public Handle openWriter() {
        Handle handle = writes.open();
        try {
            // Whatever is the default there: an answer means that the write is on disk.
            handle.execute("SET synchronous_commit = on");
            // A statement must see what was committed while the transaction waited for its turn.
            handle.execute("SET default_transaction_isolation = 'read committed'");
            handle.execute("SET idle_in_transaction_session_timeout = " + STALLED.toMillis());
            return handle;
        } catch (RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        turns.begin(connection);
    }

    @Override
    public boolean isOnDisk(Connection connection) throws SQLException {
        return turns.isOnDisk(connection);
    }

    /** Lets a table give numbers behind those of the rows that were copied into it with theirs. */
    static void continueNumbers(Handle handle, String table) {
        List<String> numbered = handle.createQuery("SELECT column_name FROM information_schema.columns"
                        + " WHERE table_schema = ANY (current_schemas(false)) AND table_name = :table"
                        + " AND is_identity = 'YES'")
                .bind("table", table)
                .mapTo(String.class)
                .list();
        for (String column : numbered) {
            handle.createQuery("SELECT setval(pg_get_serial_sequence('" + table + "', '" + column + "'),"
                            + " coalesce(max(" + column + "), 1), max(" + column + ") IS NOT NULL) FROM " + table)
                    .mapTo(Long.class)
                    .one();
        }
    }

    @Override
    public boolean isServer() {
        return true;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Optional<Lease> tryLease(Lease.Name name) {
        Connection connection = null;
        try {
            connection = dataSource("paloma " + name.title()).getConnection();
            if (tryLock(connection, LOCKS + name.number())) {
                PostgresLease.endWithItsNode(connection);
                return Optional.of(new PostgresLease(connection));
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            PostgresLease.closeQuietly(connection);
            throw SqlErrors.translate(e);
        }
    }

    private static boolean tryLock(Connection connection, long lock) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, lock);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    @Override
    public Optional<Announcements> announcements() {
        return Optional.of(new Announcements(
                () -> dataSource("paloma listener").getConnection(),
                () -> dataSource("paloma announcer").getConnection()));
    }

    @Override
    public long size(Handle handle) {
        return handle.createQuery("SELECT pg_database_size(current_database())")
                .mapTo(Long.class)
                .one();
    }

    /** Nothing: PostgreSQL has page checksums of its own. */
    @Override
    public Optional<String> indexFault(Handle handle, String table) {
        return Optional.empty();
    }

    @Override
    public List<String> check(Handle handle) {
        return List.of();
    }
}
