package chat.paloma.client.store;

import chat.paloma.core.crypto.CryptoProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The profile of one device: one folder, one process, one thread. Secrets lie in it in the clear, readable by its owner
 * alone.
 *
 * <p>A copy of the folder must not be used beside the original, nor an old state of it put back: a group that goes on
 * twice from one state uses keys twice.
 */
public final class ProfileStore implements AutoCloseable {
    private static final int FORMAT = 1;
    private static final String DATABASE = "profile.db";
    private static final String SCHEMA = """
            CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
            CREATE TABLE key_package (
              reference BLOB PRIMARY KEY, bundle BLOB NOT NULL, last_resort INTEGER NOT NULL, not_after INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE contact (
              account BLOB PRIMARY KEY, handle TEXT NOT NULL UNIQUE, record BLOB NOT NULL, asked INTEGER NOT NULL,
              accepts INTEGER NOT NULL, asks INTEGER NOT NULL, accepted INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE room (
              id BLOB PRIMARY KEY, ended TEXT NOT NULL, state BLOB NOT NULL, tree BLOB NOT NULL, chain BLOB NOT NULL,
              submission_kind TEXT NOT NULL, submission BLOB NOT NULL
            ) STRICT;
            CREATE TABLE outbox (
              id INTEGER PRIMARY KEY AUTOINCREMENT, room BLOB NOT NULL, text TEXT NOT NULL, message INTEGER NOT NULL,
              epoch BLOB, envelope BLOB, acknowledged INTEGER NOT NULL DEFAULT 0
            ) STRICT;
            CREATE TABLE message (
              room BLOB NOT NULL, sequence INTEGER NOT NULL, sender BLOB NOT NULL, certified INTEGER NOT NULL,
              time INTEGER NOT NULL, text TEXT NOT NULL, shown INTEGER NOT NULL, PRIMARY KEY (room, sequence)
            ) STRICT;
            """;

    private final ProfileFolder folder;
    private final Sql sql;
    private final CryptoProvider crypto;

    private ProfileStore(ProfileFolder folder, Sql sql, CryptoProvider crypto) {
        this.folder = folder;
        this.sql = sql;
        this.crypto = crypto;
    }

    /**
     * Opens a profile, or makes an empty one.
     *
     * @throws StoreException when another process has it, it is of another version, or it can't be read or written
     */
    public static ProfileStore open(Path path, CryptoProvider crypto) {
        ProfileFolder folder = ProfileFolder.open(path);
        Sql sql = null;
        try {
            Path file = folder.file(DATABASE);
            ProfileFolder.createPrivateFile(file);
            sql = Sql.open(file);
            createTables(sql, path);
            return new ProfileStore(folder, sql, crypto);
        } catch (IOException e) {
            folder.close();
            throw new StoreException("the profile " + path + " can't be opened: " + e.getMessage(), e);
        } catch (StoreException e) {
            if (sql != null) {
                sql.close();
            }
            folder.close();
            throw e;
        }
    }

    private static void createTables(Sql sql, Path path) {
        int format = sql.find(row -> row.getInt(1), "PRAGMA user_version").orElse(0);
        if (format > FORMAT) {
            throw new StoreException("the profile " + path + " is of a newer version of Paloma");
        }
        if (format == 0) {
            sql.transaction(() -> {
                sql.script(SCHEMA + "PRAGMA user_version = " + FORMAT + ";");
                return format;
            });
        }
    }

    /** Does all of it or nothing: once it returns it is on the disk. */
    public void write(Runnable work) {
        sql.transaction(() -> {
            work.run();
            return work;
        });
    }

    /** Likewise, with a result. */
    public <T> T write(Supplier<T> work) {
        return sql.transaction(work);
    }

    public Settings settings() {
        return new Settings(sql);
    }

    public KeyPackageTable keyPackages() {
        return new KeyPackageTable(sql);
    }

    public ContactTable contacts() {
        return new ContactTable(sql);
    }

    public RoomTable rooms() {
        return new RoomTable(sql, crypto);
    }

    public OutboxTable outbox() {
        return new OutboxTable(sql);
    }

    public MessageTable messages() {
        return new MessageTable(sql);
    }

    @Override
    public void close() {
        try {
            sql.close();
        } finally {
            folder.close();
        }
    }
}
