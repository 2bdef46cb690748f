package chat.paloma.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * One transaction of the writer, which many writes share. Valid while a write runs.
 *
 * <p>A write may keep what it knows for the writes behind it in {@link #scratch}, and leave work for the end in {@link
 * #beforeCommit} or {@link #afterCommit}; all of it is gone when the transaction is rolled back.
 */
public final class Transaction {
    private final Handle handle;
    private final Map<String, PreparedStatement> statements;
    private final boolean inBatches;
    private final Map<Object, Object> scratch = new HashMap<>();
    private final List<Runnable> beforeCommit = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    Transaction(Handle handle, Map<String, PreparedStatement> statements, boolean inBatches) {
        this.handle = handle;
        this.statements = statements;
        this.inBatches = inBatches;
    }

    /** For statements that are run now and then. */
    public Handle handle() {
        return handle;
    }

    /** A statement that stays prepared for the life of the writer: for those that every message needs. */
    public PreparedStatement prepared(String sql) {
        try {
            PreparedStatement known = statements.get(sql);
            if (known == null) {
                Connection connection = handle.getConnection();
                known = connection.prepareStatement(sql);
                statements.put(sql, known);
            }
            return known;
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Says what a statement is to be run with. */
    @FunctionalInterface
    public interface Binding<T> {
        void bind(PreparedStatement statement, T value) throws SQLException;
    }

    /** Runs a statement once for each value; where the database is a server, with one message to it for all of them. */
    public <T> void forEach(String sql, Collection<T> values, Binding<T> binding) {
        PreparedStatement statement = prepared(sql);
        try {
            for (T value : values) {
                binding.bind(statement, value);
                if (inBatches) {
                    statement.addBatch();
                } else {
                    statement.executeUpdate();
                }
            }
            if (inBatches) {
                statement.executeBatch();
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } finally {
            clear(statement);
        }
    }

    /** What was not run is not left to the next transaction. */
    private static void clear(PreparedStatement statement) {
        try {
            statement.clearBatch();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** What an earlier write of this transaction left under {@code key}, or what {@code first} makes. */
    @SuppressWarnings("unchecked") // whoever puts a value in knows its type by its key
    public <T> T scratch(Object key, Supplier<T> first) {
        Object known = scratch.get(key);
        if (known == null) {
            known = first.get();
            scratch.put(key, known);
        }
        return (T) known;
    }

    /** Runs once, behind the last write of this transaction. */
    public void beforeCommit(Runnable work) {
        beforeCommit.add(work);
    }

    /** Runs on the writer's thread once this is on disk, in the order of the writes, before any of them is answered. */
    public void afterCommit(Runnable work) {
        afterCommit.add(work);
    }

    void finish() {
        beforeCommit.forEach(Runnable::run);
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }
}
