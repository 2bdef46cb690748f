package chat.paloma.node.store;

import chat.paloma.node.store.StoreException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A copy of a data folder's SQLite database on a PostgreSQL server, made in one transaction: the server has all of it
 * or nothing. Both are brought to this version's form first, so that their tables are the same.
 *
 * <p>Nobody may use either meanwhile. Every method throws {@link StoreException}.
 */
public final class DatabaseCopy implements AutoCloseable {
    private final Handle source;
    private final Handle target;
    private final List<String> tables;

    private DatabaseCopy(Handle source, Handle target, List<String> tables) {
        this.source = source;
        this.target = target;
        this.tables = tables;
    }

    /** Hears how far it has come, on the thread that copies. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Some more is copied.
         *
         * @param table that is copied
         * @param rows of it
         */
        void at(String table, long rows);
    }

    /** How many rows a table has. */
    public record Count(String table, long rows) {}

    /** Opens both databases; the source is checked page by page. */
    public static DatabaseCopy open(Path folder, PostgresAddress address) {
        SqliteEngine from = new SqliteEngine(folder.resolve(Database.FILE));
        from.migrate();
        Handle source = from.openWriter();
        try {
            List<String> faults = from.check(source);
            if (!faults.isEmpty()) {
                throw new StoreException(Reason.DAMAGED, faults.getFirst());
            }
            return open(source, SqliteEngine.tables(source), new PostgresEngine(address));
        } catch (RuntimeException e) {
            source.close();
            throw SqlErrors.translate(e);
        }
    }

    private static DatabaseCopy open(Handle source, List<String> tables, PostgresEngine to) {
        to.migrate();
        Handle target = to.openWriter();
        try {
            // Reading the source may take a while.
            target.execute("SET idle_in_transaction_session_timeout = 0");
            target.getConnection().setAutoCommit(false);
            // No node writes there meanwhile.
            to.begin(target.getConnection());
            return new DatabaseCopy(source, target, tables);
        } catch (SQLException | RuntimeException e) {
            target.close();
            throw SqlErrors.translate(e);
        }
    }

    /** The target with all that was copied, also before it is committed. */
    public Handle target() {
        return target;
    }

    /** Whether no table of the target has a row. */
    public boolean isTargetEmpty() {
        return tables.stream()
                .allMatch(table -> target.createQuery("SELECT 1 FROM " + table + " LIMIT 1")
                        .mapTo(Integer.class)
                        .findOne()
                        .isEmpty());
    }

    /**
     * Copies every row into a target that has none, and reads the copy again.
     *
     * @throws StoreException when the copy differs
     */
    public List<Count> copy(Progress progress) {
        return each((table, from, to) -> {
            TableCopy.Content copied = table.copy(from, to, rows -> progress.at(table.name(), rows));
            PostgresEngine.continueNumbers(target, table.name());
            requireSame(table, copied, to);
            return copied;
        });
    }

    /**
     * Compares every row of both.
     *
     * @throws StoreException when they differ
     */
    public List<Count> compare() {
        return each((table, from, to) -> {
            TableCopy.Content original = table.content(from);
            requireSame(table, original, to);
            return original;
        });
    }

    private static void requireSame(TableCopy table, TableCopy.Content original, Connection to) throws SQLException {
        TableCopy.Content copy = table.content(to);
        if (!copy.equals(original)) {
            throw new StoreException(
                    Reason.DAMAGED,
                    "table " + table.name() + " differs: " + original.rows() + " rows here, " + copy.rows() + " there");
        }
    }

    @FunctionalInterface
    private interface TableWork {
        TableCopy.Content on(TableCopy table, Connection from, Connection to) throws SQLException;
    }

    private List<Count> each(TableWork work) {
        List<Count> counts = new ArrayList<>();
        try {
            for (String name : tables) {
                TableCopy table = TableCopy.of(name, target.getConnection());
                counts.add(new Count(
                        name,
                        work.on(table, source.getConnection(), target.getConnection())
                                .rows()));
            }
        } catch (SQLException | RuntimeException e) {
            throw SqlErrors.translate(e);
        }
        return counts;
    }

    /** Lets the server keep what was copied. Once this returns, it is on its disk. */
    public void commit() {
        try {
            target.getConnection().commit();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Ends it; what was not committed is gone. */
    @Override
    public void close() {
        try (source;
                target) {
            // A handle refuses to be closed within a transaction.
            target.getConnection().rollback();
            target.getConnection().setAutoCommit(true);
        } catch (SQLException e) {
            // The server has undone what was not committed, or does so when it comes back.
            return;
        }
    }
}
