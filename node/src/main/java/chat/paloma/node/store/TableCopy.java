package chat.paloma.node.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One table of a database, as it is copied to another database that has it too, and compared with it there. */
final class TableCopy {
    /** Rows that are sent together, and how many bytes of them at most, so that memory stays bounded. */
    private static final int BATCH_ROWS = 500;

    private static final long BATCH_BYTES = 4 << 20;
    private static final int FETCHED_ROWS = 200;

    private final String table;
    private final List<Column> columns;
    private final String select;

    private record Column(String name, int type) {}

    /** What a table holds: how many rows, and the sum of their hashes, in whatever order they were read. */
    record Content(long rows, List<Long> sum) {}

    private TableCopy(String table, List<Column> columns) {
        this.table = table;
        this.columns = columns;
        this.select = "SELECT " + names() + " FROM " + table;
    }

    /** The table with the columns that it has in the target. */
    static TableCopy of(String table, Connection target) throws SQLException {
        try (Statement statement = target.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData description = none.getMetaData();
            List<Column> columns = new ArrayList<>();
            for (int i = 1; i <= description.getColumnCount(); i++) {
                columns.add(new Column(description.getColumnName(i), description.getColumnType(i)));
            }
            return new TableCopy(table, columns);
        }
    }

    String name() {
        return table;
    }

    private String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** Copies all rows, in a transaction of the caller, and returns what they were. */
    Content copy(Connection source, Connection target, LongConsumer progress) throws SQLException {
        String insert = "INSERT INTO " + table + " (" + names() + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        Sum sum = new Sum();
        try (PreparedStatement to = target.prepareStatement(insert);
                Statement from = source.createStatement();
                ResultSet row = from.executeQuery(select)) {
            int batched = 0;
            long bytes = 0;
            while (row.next()) {
                for (int i = 0; i < columns.size(); i++) {
                    @Nullable Object value = read(row, i);
                    to.setObject(i + 1, value, columns.get(i).type());
                    bytes += sum.add(value);
                }
                sum.endRow();
                to.addBatch();
                batched++;
                if (batched == BATCH_ROWS || bytes > BATCH_BYTES) {
                    to.executeBatch();
                    progress.accept(sum.rows);
                    batched = 0;
                    bytes = 0;
                }
            }
            to.executeBatch();
        }
        return sum.content();
    }

    /** Reads all rows of one of the two. */
    Content content(Connection connection) throws SQLException {
        Sum sum = new Sum();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCHED_ROWS);
            try (ResultSet row = statement.executeQuery(select)) {
                while (row.next()) {
                    for (int i = 0; i < columns.size(); i++) {
                        sum.add(read(row, i));
                    }
                    sum.endRow();
                }
            }
        }
        return sum.content();
    }

    private @Nullable Object read(ResultSet row, int index) throws SQLException {
        int place = index + 1;
        return switch (columns.get(index).type()) {
            case Types.INTEGER, Types.BIGINT -> {
                long number = row.getLong(place);
                yield row.wasNull() ? null : number;
            }
            case Types.VARCHAR -> row.getString(place);
            case Types.BINARY -> row.getBytes(place);
            default ->
                throw new IllegalStateException(table + "." + columns.get(index).name() + " has another type");
        };
    }

    /** Adds the hashes of rows up: two tables with the same rows have the same sum. */
    private static final class Sum {
        private final MessageDigest digest = sha256();
        private final long[] sum = new long[4];
        private long rows;

        /** Takes the next value of a row, and returns about how many bytes it has. */
        int add(@Nullable Object value) {
            switch (value) {
                case null -> digest.update((byte) 0);
                case Long number -> {
                    digest.update((byte) 1);
                    digest.update(
                            ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
                }
                case String text -> {
                    return addBytes(2, text.getBytes(StandardCharsets.UTF_8));
                }
                case byte[] bytes -> {
                    return addBytes(3, bytes);
                }
                default -> throw new IllegalStateException("a value of another type");
            }
            return Long.BYTES;
        }

        private int addBytes(int kind, byte[] bytes) {
            digest.update((byte) kind);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
            return bytes.length;
        }

        void endRow() {
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            for (int i = 0; i < sum.length; i++) {
                sum[i] += hash.getLong();
            }
            rows++;
        }

        Content content() {
            return new Content(rows, Arrays.stream(sum).boxed().toList());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }
}
