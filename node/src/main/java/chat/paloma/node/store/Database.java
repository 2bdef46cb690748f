package chat.paloma.node.store;

import chat.paloma.node.store.StoreException.Reason;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's database, on one of the {@link Engine}s. Reads go through a small pool and see what was committed; writes
 * go through {@link GroupCommit}.
 */
public final class Database implements AutoCloseable {
    /** The name of SQLite's file in the data folder. */
    public static final String FILE = "paloma.db";
    /** What that file is called once all of it is on a PostgreSQL server. */
    public static final String MIGRATED_FILE = "paloma.db.migrated";

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

    private final Engine engine;
    private final HikariDataSource pool;
    private final Jdbi reads;
    private final GroupCommit writer;
    private final FieldCiphers writeCiphers;
    private final FieldCiphers readCiphers;

    private Database(Engine engine) throws SQLException {
        this.engine = engine;
        engine.migrate();
        // Before there is a connection: those share what there is then.
        this.writeCiphers = engine.writes().getConfig(FieldCiphers.class);
        this.writer = new GroupCommit(engine);
        try {
            this.pool = engine.readers();
            this.reads = Jdbi.create(pool);
            this.readCiphers = reads.getConfig(FieldCiphers.class);
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /**
     * Opens the database of a data folder, which is made when it is not there, and brings it to this version's form. No
     * other process may have it open.
     *
     * @throws StoreException when it is damaged or can't be written
     */
    public static Database open(Path folder) {
        return open(() -> new SqliteEngine(folder.resolve(FILE)));
    }

    /**
     * Opens a database on a PostgreSQL server, and brings it to this version's form.
     *
     * @throws StoreException when it can't be reached, refuses the node, or is of a newer version
     */
    public static Database open(PostgresAddress address) {
        return open(() -> new PostgresEngine(address));
    }

    private static Database open(Supplier<Engine> engine) {
        try {
            return new Database(engine.get());
        } catch (RuntimeException | SQLException e) {
            throw SqlErrors.translate(e);
        }
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

    /**
     * The same, for who can go on without an answer: a server that says nothing for so long is given up, and the
     * connection to it with it.
     *
     * @throws StoreException when it was
     */
    public <T> T read(Duration silence, Function<Handle, T> work) {
        return read(handle -> {
            if (engine.isServer()) {
                limitSilence(handle, silence);
            }
            return work.apply(handle);
        });
    }

    /** Until the connection goes back to where it was taken from. */
    private static void limitSilence(Handle handle, Duration silence) {
        try {
            handle.getConnection().setNetworkTimeout(Runnable::run, Math.toIntExact(silence.toMillis()));
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Writes, in one transaction with others; see {@link GroupCommit}. Answered on the writer's thread. */
    public <T> CompletableFuture<T> write(Function<Transaction, T> work) {
        return writer.submit(work);
    }

    /** Whether other nodes may use it too: then what this one remembers of it may be overtaken at any time. */
    public boolean isShared() {
        return engine.isShared();
    }

    /**
     * Takes what one node at a time may have; empty while another one has it. Blocks.
     *
     * @throws StoreException when the database can't be reached
     */
    public Optional<Lease> tryLease(Lease.Name name) {
        return engine.tryLease(name);
    }

    /** A way to tell the other nodes of the database something, to be closed; empty when there can't be any. */
    public Optional<Announcements> announcements() {
        return engine.announcements();
    }

    /** Seals fields from now on, and opens those that are sealed. */
    public void seal(FieldCipher cipher) {
        writeCiphers.use(cipher);
        readCiphers.use(cipher);
    }

    /** Writes that wait now. */
    public int waitingWrites() {
        return writer.waiting();
    }

    /** Transactions of the writer that reached the disk so far: on SQLite each waits for one fsync. */
    public long commits() {
        return writer.commits();
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
            return read(handle -> engine.indexFault(handle, table));
        } catch (StoreException e) {
            if (e.reason() == Reason.DAMAGED) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            // Such as when the node stops meanwhile.
            LOG.warn("table {} is not checked: {}", table, e.getMessage());
            return Optional.empty();
        }
    }

    /** How much of a disk it takes, in bytes. */
    public long size() {
        return read(engine::size);
    }

    /** Whether it was found to be damaged. */
    public boolean isDamaged() {
        return writer.isRefusing();
    }

    /** Checks the whole file, page by page. Takes long on a large one. Empty when all is well. */
    public List<String> check() {
        return read(engine::check);
    }

    /**
     * Writes a copy of a data folder's database as it is now, also while another process uses it.
     *
     * @param target which must not exist; it is not yet forced to the disk
     * @throws StoreException when it can't be read or written
     */
    public static void copy(Path folder, Path target) {
        try {
            SqliteEngine.copy(folder.resolve(FILE), target);
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
