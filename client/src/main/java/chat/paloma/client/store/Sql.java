package chat.paloma.client.store;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sqlite.SQLiteConfig;

/** The profile's database: each transaction is on the disk, whole, when it returns. Single-threaded. */
final class Sql implements AutoCloseable {
    /** Makes a value of a row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException, DecodeException;
    }

    private final Connection connection;
    private boolean inTransaction;

    private Sql(Connection connection) {
        this.connection = connection;
    }

    static Sql open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.enforceForeignKeys(true);
        try {
            return new Sql(config.createConnection("jdbc:sqlite:" + file.toAbsolutePath()));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static StoreException failed(SQLException e) {
        return new StoreException("the profile can't be read or written: " + e.getMessage(), e);
    }

    /** Does all of it or nothing. One within another is part of that one. */
    <T> T transaction(Supplier<T> work) {
        if (inTransaction) {
            return work.get();
        }
        boolean done = false;
        try {
            connection.setAutoCommit(false);
            inTransaction = true;
            T result = work.get();
            connection.commit();
            done = true;
            return result;
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            inTransaction = false;
            end(done);
        }
    }

    private void end(boolean done) {
        try {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Several statements without arguments. */
    void script(String statements) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(statements);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Runs a statement.
     *
     * @param arguments numbers, text, byte arrays, or values that are stored as they are encoded
     * @return how many rows it changed
     */
    int update(String sql, Object... arguments) {
        try (PreparedStatement statement = prepare(sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> List<T> query(RowReader<T> reader, String sql, Object... arguments) {
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet row = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        } catch (SQLException e) {
            throw failed(e);
        } catch (DecodeException | IllegalArgumentException e) {
            throw new StoreException("the profile is damaged: " + e.getMessage(), e);
        }
    }

    <T> Optional<T> find(RowReader<T> reader, String sql, Object... arguments) {
        return query(reader, sql, arguments).stream().findFirst();
    }

    private PreparedStatement prepare(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
                case String text -> statement.setString(i + 1, text);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case ByteString bytes -> statement.setBytes(i + 1, bytes.toByteArray());
                case TlsEncodable value -> statement.setBytes(i + 1, value.encoded());
                default -> throw new IllegalArgumentException("not a value of a database: " + arguments[i].getClass());
            }
        }
        return statement;
    }

    /** A column that holds an encoded value. */
    static <T> T decode(ResultSet row, String column, Decoder<T> decoder) throws SQLException, DecodeException {
        return decoder.decodeAll(row.getBytes(column));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
