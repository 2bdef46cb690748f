package chat.paloma.client.search;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** Documents in FTS5 of SQLite, in memory and nowhere else. Single-threaded. */
final class FullText implements AutoCloseable {
    /** Around what was looked for, in what FTS5 returns. Texts that hold one have it replaced. */
    private static final char BEGIN = 2;

    private static final char END = 3;
    private static final int SNIPPET_WORDS = 24;
    private static final String SCHEMA = """
            CREATE TABLE document (
              id INTEGER PRIMARY KEY, room BLOB NOT NULL, entry BLOB NOT NULL, author BLOB NOT NULL, time INTEGER NOT NULL,
              UNIQUE (room, entry)
            ) STRICT;
            CREATE VIRTUAL TABLE word USING fts5 (
              text, tokenize = "unicode61 remove_diacritics 2"
            );
            """;
    private static final String FIND = """
            SELECT room, entry, author, time, snippet(word, 0, char(2), char(3), '…', %d)
            FROM word JOIN document ON document.id = word.rowid
            WHERE word MATCH ?1 AND (?2 IS NULL OR room = ?2) AND (?3 IS NULL OR author = ?3)
            ORDER BY time DESC, entry LIMIT ?4
            """.formatted(SNIPPET_WORDS);

    private final Connection connection;

    FullText() {
        SQLiteConfig config = new SQLiteConfig();
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        try {
            connection = config.createConnection("jdbc:sqlite::memory:");
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(SCHEMA);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("there is no full-text search in this SQLite", e);
        }
    }

    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("the search index in memory failed", e);
    }

    /** Takes documents in, each in the place of the one before of the same entry. */
    void put(List<SearchDocument> documents) {
        try (PreparedStatement words = connection.prepareStatement(
                        "DELETE FROM word WHERE rowid = (SELECT id FROM document WHERE room = ? AND entry = ?)");
                PreparedStatement old =
                        connection.prepareStatement("DELETE FROM document WHERE room = ? AND entry = ?");
                PreparedStatement document = connection.prepareStatement(
                        "INSERT INTO document (room, entry, author, time) VALUES (?, ?, ?, ?) RETURNING id");
                PreparedStatement text = connection.prepareStatement("INSERT INTO word (rowid, text) VALUES (?, ?)")) {
            connection.setAutoCommit(false);
            for (SearchDocument each : documents) {
                remove(each, words);
                remove(each, old);
                if (!each.text().isBlank()) {
                    insert(each, document, text);
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static void remove(SearchDocument document, PreparedStatement statement) throws SQLException {
        statement.setBytes(1, document.room().bytes().toByteArray());
        statement.setBytes(2, document.entry().bytes().toByteArray());
        statement.executeUpdate();
    }

    private static void insert(SearchDocument document, PreparedStatement insert, PreparedStatement text)
            throws SQLException {
        insert.setBytes(1, document.room().bytes().toByteArray());
        insert.setBytes(2, document.entry().bytes().toByteArray());
        insert.setBytes(3, document.author().bytes().toByteArray());
        insert.setLong(4, document.time());
        try (ResultSet row = insert.executeQuery()) {
            row.next();
            text.setLong(1, row.getLong(1));
        }
        text.setString(2, document.text().replace(BEGIN, ' ').replace(END, ' '));
        text.executeUpdate();
    }

    /** How many documents there are. */
    long size() {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM document")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** All documents, in the order in which they came. */
    List<SearchDocument> all() {
        List<SearchDocument> documents = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT room, entry, author, time, text FROM document"
                        + " JOIN word ON word.rowid = document.id ORDER BY document.id")) {
            while (row.next()) {
                documents.add(new SearchDocument(room(row), entry(row), author(row), row.getLong(4), row.getString(5)));
            }
            return documents;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    List<SearchHit> find(SearchQuery query) {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, query.match());
            statement.setBytes(
                    2, query.room().map(room -> room.bytes().toByteArray()).orElse(null));
            statement.setBytes(
                    3, query.from().map(from -> from.bytes().toByteArray()).orElse(null));
            statement.setInt(4, query.limit());
            List<SearchHit> hits = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    hits.add(hit(row));
                }
            }
            return hits;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static SearchHit hit(ResultSet row) throws SQLException {
        StringBuilder snippet = new StringBuilder();
        List<SearchHit.Span> matches = new ArrayList<>();
        int begin = 0;
        for (char c : row.getString(5).toCharArray()) {
            if (c == BEGIN) {
                begin = snippet.length();
            } else if (c == END) {
                matches.add(new SearchHit.Span(begin, snippet.length()));
            } else {
                snippet.append(c);
            }
        }
        return new SearchHit(room(row), entry(row), author(row), row.getLong(4), snippet.toString(), matches);
    }

    private static RoomId room(ResultSet row) throws SQLException {
        return new RoomId(ByteString.copyOf(row.getBytes(1)));
    }

    private static OperationId entry(ResultSet row) throws SQLException {
        return new OperationId(ByteString.copyOf(row.getBytes(2)));
    }

    private static AccountId author(ResultSet row) throws SQLException {
        return new AccountId(ByteString.copyOf(row.getBytes(3)));
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
