package chat.paloma.client.profile;

import chat.paloma.client.host.StorageException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * The database of a profile, with its format, its key's header and its fence. What is not a value of an entry is in the
 * clear. Single-threaded.
 */
final class ProfileDatabase implements AutoCloseable {
    private static final int APPLICATION = 0x50616c6f; // "Palo"
    private static final int FORMAT = 1;
    /** As much as SQLite takes at once beside its file, in bytes. */
    private static final long LEAST_SPACE = 1 << 16;

    private static final String SCHEMA = """
            CREATE TABLE header (id INTEGER PRIMARY KEY CHECK (id = 0), key BLOB NOT NULL) STRICT;
            CREATE TABLE fence (
              id INTEGER PRIMARY KEY CHECK (id = 0), holder INTEGER NOT NULL, batch INTEGER NOT NULL
            ) STRICT;
            INSERT INTO fence VALUES (0, 0, 0);
            CREATE TABLE entry (key BLOB NOT NULL UNIQUE, value BLOB NOT NULL) STRICT;
            """;

    /** Work with SQL. */
    interface Work {
        void run(Connection connection) throws SQLException;
    }

    private final Path folder;
    private final Connection connection;
    private boolean inTransaction;

    private ProfileDatabase(Path folder, Connection connection) {
        this.folder = folder;
        this.connection = connection;
    }

    /** Opens the database of a profile, or makes an empty one. */
    static ProfileDatabase open(Path folder, Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        // Behind each checkpoint, so that what was overwritten does not stay in the journal.
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, "0");
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setBusyTimeout(0);
        ProfileDatabase database;
        try {
            database = new ProfileDatabase(folder, config.createConnection("jdbc:sqlite:" + file.toAbsolutePath()));
        } catch (SQLException e) {
            throw failure(folder, e);
        }
        try {
            database.checkFormat();
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void checkFormat() {
        int application = number("PRAGMA application_id");
        int format = number("PRAGMA user_version");
        if (format > FORMAT && application == APPLICATION) {
            throw new StorageException("the profile " + folder + " is of a newer version of Paloma");
        }
        if (format != 0 && application != APPLICATION) {
            throw new StorageException("the profile " + folder
                    + " is of an older version of Paloma, whose profiles were not encrypted: make a new one");
        }
        if (format == 0) {
            transaction(sql -> {
                try (Statement statement = sql.createStatement()) {
                    statement.executeUpdate(SCHEMA + "PRAGMA application_id = " + APPLICATION
                            + "; PRAGMA user_version = " + FORMAT + ";");
                }
            });
        }
    }

    private int number(String pragma) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(pragma)) {
            return row.next() ? row.getInt(1) : 0;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    PreparedStatement prepare(String statement) {
        try {
            return connection.prepareStatement(statement);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Does all of it or nothing; it is on the disk when this returns, or when the transaction ends that it is part of. */
    void transaction(Work work) {
        if (inTransaction) {
            part(work);
            return;
        }
        boolean done = false;
        inTransaction = true;
        try {
            execute("BEGIN IMMEDIATE");
            work.run(connection);
            execute("COMMIT");
            done = true;
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            inTransaction = false;
            if (!done) {
                rollBack();
            }
        }
    }

    private void part(Work work) {
        try {
            work.run(connection);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void execute(String statement) throws SQLException {
        try (Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }

    private void rollBack() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // After some errors, such as a full disk, SQLite has done it already.
        }
    }

    Optional<KeyHeader> header() {
        try (PreparedStatement statement = prepare("SELECT key FROM header");
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            Decoder<KeyHeader> decoder = KeyHeader::decode;
            return Optional.of(decoder.decodeAll(row.getBytes(1)));
        } catch (SQLException e) {
            throw failed(e);
        } catch (DecodeException e) {
            throw new StorageException("the profile " + folder + " is damaged: " + e.getMessage(), e);
        }
    }

    void setHeader(KeyHeader header) {
        transaction(sql -> {
            try (PreparedStatement statement = sql.prepareStatement("INSERT INTO header VALUES (0, ?)")) {
                statement.setBytes(1, ByteString.adopt(header.encoded()).toByteArray());
                statement.executeUpdate();
            }
        });
    }

    /** Takes the next number of the fence: whoever holds an earlier one writes nothing from now on. */
    long takeFence() {
        long next = number("SELECT holder FROM fence") + 1L;
        transaction(sql -> {
            try (PreparedStatement statement = sql.prepareStatement("UPDATE fence SET holder = ?")) {
                statement.setLong(1, next);
                statement.executeUpdate();
            }
        });
        return next;
    }

    void limitPages(int pages) {
        number("PRAGMA max_page_count = " + pages);
    }

    StorageException failed(SQLException e) {
        return failure(folder, e);
    }

    /** Whether there is no space: SQLite calls it an I/O error where it makes room in a file ahead. */
    private static boolean isFull(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < LEAST_SPACE;
        } catch (IOException e) {
            return false;
        }
    }

    private static StorageException failure(Path folder, SQLException e) {
        // Extended codes have the plain one in their last byte.
        int code = e.getErrorCode() & 0xff;
        String why;
        if (code == SQLiteErrorCode.SQLITE_FULL.code || (code == SQLiteErrorCode.SQLITE_IOERR.code && isFull(folder))) {
            why = "the disk is full: nothing was stored in the profile " + folder + "; make room, then try again";
        } else if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            why = "the profile " + folder + " is damaged: its database can't be read";
        } else if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            why = "the profile " + folder + " is in use by another process";
        } else if (code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_PERM.code) {
            why = "the profile " + folder + " may not be written";
        } else {
            why = "the profile " + folder + " can't be read or written: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason is known");
        }
        return new StorageException(why, e);
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
