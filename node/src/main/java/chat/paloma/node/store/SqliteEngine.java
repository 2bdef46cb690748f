package chat.paloma.node.store;

import chat.paloma.node.store.StoreException.Reason;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite: one file in WAL mode with {@code synchronous=FULL}, so that a commit that was answered survives the loss of
 * power as far as the disk keeps its promises. The data folder's lock keeps other processes away.
 */
final class SqliteEngine implements Engine {
    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 5000;
    private static final int PAGE_SIZE = 16 << 10;
    /** Pages that a message touches are many: those of its device, its room, and where both end. */
    private static final int WRITER_CACHE_KIB = 32 << 10;

    private static final int JOURNAL_LIMIT = 64 << 20;

    private final Path file;
    private final Jdbi writes;

    /**
     * @param file which is made when it is not there
     * @throws StoreException when its log is damaged
     */
    SqliteEngine(Path file) {
        WriteAheadLog.requireWhole(file.resolveSibling(file.getFileName() + "-wal"));
        this.file = file;
        this.writes = Jdbi.create(dataSource(file, false));
        create();
    }

    private static SQLiteDataSource dataSource(Path file, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalSizeLimit(JOURNAL_LIMIT);
        config.enforceForeignKeys(true);
        if (!readOnly) {
            config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
            // SQLite takes what is negative for KiB, and not for pages.
            config.setCacheSize(-WRITER_CACHE_KIB);
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** Makes the file, with its page size: one in WAL mode keeps the size that it has. */
    private void create() {
        if (Files.exists(file)) {
            return;
        }
        SQLiteDataSource plain = new SQLiteDataSource();
        plain.setUrl("jdbc:sqlite:" + file);
        try (Handle handle = Jdbi.create(plain).open()) {
            handle.execute("PRAGMA page_size = " + PAGE_SIZE);
            handle.execute("VACUUM");
        }
    }

    @Override
    public void migrate() {
        Dialect.SQLITE.migrate(dataSource(file, false));
    }

    @Override
    public HikariDataSource readers() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource(file, true));
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setPoolName("store-readers");
        // Not opened read-only: a reader in WAL mode maintains the index of the log.
        config.setConnectionInitSql("PRAGMA query_only = 1");
        return new HikariDataSource(config);
    }

    @Override
    public Jdbi writes() {
        return writes;
    }

    @Override
    public Handle openWriter() {
        return writes.open();
    }

    /** Nothing: a transaction begins with its first statement, and takes the lock then. */
    @Override
    public void begin(Connection connection) {}

    /** It is not: a commit that SQLite answers with an error is undone. */
    @Override
    public boolean isOnDisk(Connection connection) {
        return false;
    }

    @Override
    public boolean isServer() {
        return false;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public Optional<Lease> tryLease(Lease.Name name) {
        return Optional.of(Lease.ALONE);
    }

    @Override
    public Optional<Announcements> announcements() {
        return Optional.empty();
    }

    @Override
    public long size(Handle handle) {
        return handle.createQuery("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
                .mapTo(Long.class)
                .one();
    }

    @Override
    public Optional<String> indexFault(Handle handle, String table) {
        return handle.createQuery("PRAGMA integrity_check('" + table + "')")
                .mapTo(String.class)
                .filter(line -> !line.equals("ok"))
                .findFirst();
    }

    @Override
    public List<String> check(Handle handle) {
        return handle.createQuery("PRAGMA quick_check")
                .mapTo(String.class)
                .filter(line -> !line.equals("ok"))
                .list();
    }

    /** The tables, each behind those that it refers to. */
    static List<String> tables(Handle handle) {
        Set<String> left = new TreeSet<>(handle.createQuery("SELECT name FROM sqlite_master WHERE type = 'table'"
                        + " AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name <> :migrations")
                .bind("migrations", Dialect.MIGRATIONS)
                .mapTo(String.class)
                .list());
        List<String> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            String next = left.stream()
                    .filter(table -> ordered.containsAll(references(handle, table)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("tables that refer to each other: " + left));
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private static List<String> references(Handle handle, String table) {
        return handle.createQuery("SELECT \"table\" FROM pragma_foreign_key_list('" + table + "')")
                .mapTo(String.class)
                .list();
    }

    /** Writes a copy of the file as it is now, also while another process uses it. */
    static void copy(Path file, Path target) {
        if (!Files.exists(file)) {
            throw new StoreException(Reason.UNAVAILABLE, "there is no " + file);
        }
        // Neither in a transaction, nor on a connection that may not write.
        try (Handle handle = Jdbi.create(dataSource(file, true)).open()) {
            handle.createUpdate("VACUUM INTO :target")
                    .bind("target", target.toString())
                    .execute();
        }
    }
}
