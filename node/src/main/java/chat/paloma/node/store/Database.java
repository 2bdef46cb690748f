package chat.paloma.node.store;

import chat.paloma.node.store.StoreException.Reason;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The node's database. Reads go through a small pool and see what was committed; writes go through {@link GroupCommit}.
 *
 * <p>On SQLite: one file in WAL mode with {@code synchronous=FULL}, so that a commit that was answered survives the
 * loss of power as far as the disk keeps its promises.
 */
public final class Database implements AutoCloseable {
    /** The file's name in the data folder. */
    public static final String FILE = "paloma.db";

    /**
     * Tables whose indexes decide who may do what, and where. Records are not among them: they are checked against their
     * chain when they are read.
     */
    private static final List<String> DECIDING = List.of(
            "server",
            "account",
            "device",
            "invite",
            "invitation",
            "lane",
            "lane_start",
            "room",
            "member",
            "former_member",
            "blob");

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 5000;
    private static final int PAGE_SIZE = 16 << 10;
    private static final int JOURNAL_LIMIT = 64 << 20;

    private final HikariDataSource pool;
    private final Jdbi reads;
    private final GroupCommit writer;

    private Database(HikariDataSource pool, Jdbi reads, GroupCommit writer) {
        this.pool = pool;
        this.reads = reads;
        this.writer = writer;
    }

    /**
     * Opens the database of a data folder, which is made when it is not there, and brings it to this version's form. No
     * other process may have it open.
     *
     * @throws StoreException when it is damaged or can't be written
     */
    public static Database open(Path folder) {
        Path file = folder.resolve(FILE);
        WriteAheadLog.requireWhole(folder.resolve(FILE + "-wal"));
        SQLiteDataSource writing = dataSource(file, false);
        try {
            create(file);
            migrate(writing);
            HikariConfig config = new HikariConfig();
            config.setDataSource(dataSource(file, true));
            config.setMaximumPoolSize(READERS);
            config.setMinimumIdle(1);
            config.setPoolName("store-readers");
            // Not opened read-only: a reader in WAL mode maintains the index of the log.
            config.setConnectionInitSql("PRAGMA query_only = 1");
            HikariDataSource pool = new HikariDataSource(config);
            Jdbi writes = Jdbi.create(writing);
            GroupCommit writer = new GroupCommit(writes::open);
            return new Database(pool, Jdbi.create(pool), writer);
        } catch (RuntimeException | SQLException e) {
            throw SqlErrors.translate(e);
        }
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
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** Makes the file, with its page size: one in WAL mode keeps the size that it has. */
    private static void create(Path file) {
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

    private static void migrate(SQLiteDataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:chat/paloma/node/store")
                .placeholders(Dialect.SQLITE.placeholders())
                .loggers("slf4j")
                .load()
                .migrate();
    }

    /** Reads in one transaction: all of it sees one state. Blocks. */
    public <T> T read(Function<Handle, T> work) {
        try {
            return reads.inTransaction(work::apply);
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException e) {
            if (e instanceof IllegalStateException || e instanceof IllegalArgumentException) {
                throw e;
            }
            throw SqlErrors.translate(e);
        }
    }

    /** Writes, in one transaction with others; see {@link GroupCommit}. Answered on the writer's thread. */
    public <T> CompletableFuture<T> write(Function<Transaction, T> work) {
        return writer.submit(work);
    }

    /** Writes that wait now. */
    public int waitingWrites() {
        return writer.waiting();
    }

    /** Whether the disk has taken all writes of the last seconds. */
    public boolean takesWrites() {
        return writer.isWorking();
    }

    /** Waits for a write's answer, and throws what it failed with. */
    public static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new StoreException(Reason.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Checks that indexes say what their tables say, where a wrong answer would not be noticed otherwise. When they do
     * not, nothing is written any more. Takes longer the more accounts and rooms there are.
     *
     * @return whether all is well
     */
    public boolean checkIndexes() {
        for (String table : DECIDING) {
            Optional<String> fault = indexFault(table);
            if (fault.isPresent()) {
                LOG.error("the database is damaged; restore a backup. Table {}: {}", table, fault.get());
                writer.refuse("table " + table);
                return false;
            }
        }
        return true;
    }

    private Optional<String> indexFault(String table) {
        try {
            return read(handle -> handle.createQuery("PRAGMA integrity_check('" + table + "')")
                    .mapTo(String.class)
                    .filter(line -> !line.equals("ok"))
                    .findFirst());
        } catch (StoreException e) {
            if (e.reason() == Reason.DAMAGED) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            // Such as when the node stops meanwhile.
            LOG.warn("table {} is not checked: {}", table, e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether it was found to be damaged. */
    public boolean isDamaged() {
        return writer.isRefusing();
    }

    /** Checks the whole file, page by page. Takes long on a large one. Empty when all is well. */
    public List<String> check() {
        return read(handle -> handle.createQuery("PRAGMA quick_check")
                .mapTo(String.class)
                .filter(line -> !line.equals("ok"))
                .list());
    }

    /**
     * Writes a copy of a data folder's database as it is now, also while another process uses it.
     *
     * @param target which must not exist; it is not yet forced to the disk
     * @throws StoreException when it can't be read or written
     */
    public static void copy(Path folder, Path target) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new StoreException(Reason.UNAVAILABLE, "there is no " + file);
        }
        // Neither in a transaction, nor on a connection that may not write.
        try (Handle handle = Jdbi.create(dataSource(file, true)).open()) {
            handle.createUpdate("VACUUM INTO :target")
                    .bind("target", target.toString())
                    .execute();
        } catch (RuntimeException e) {
            throw SqlErrors.translate(e);
        }
    }

    @Override
    public void close() {
        writer.close();
        pool.close();
    }
}
