package chat.paloma.client.profile;

import chat.paloma.client.host.ProfileStorage;
import chat.paloma.client.host.StorageException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.engine.state.StateChange;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A profile on the disk, held by this process alone. Values are encrypted, each bound to its key; keys are in the clear,
 * because their order is needed: they hold ids and numbers. Each batch is one transaction, on the disk when it is done,
 * and is refused once another process has taken the profile over.
 *
 * <p>Single-threaded. A copy must not be used beside the original, nor an old state be put back: a group that goes on
 * twice from one state uses keys twice.
 */
public final class EncryptedProfile implements ProfileStorage {
    private static final String FILE = "profile.db";

    private final ProfileFolder folder;
    private final ProfileDatabase database;
    private final ValueCipher cipher;
    private final Protection protection;
    private final boolean created;
    private final long fence;
    private final PreparedStatement get;
    private final PreparedStatement ascending;
    private final PreparedStatement descending;

    private EncryptedProfile(
            ProfileFolder folder,
            ProfileDatabase database,
            ValueCipher cipher,
            Protection protection,
            boolean created) {
        this.folder = folder;
        this.database = database;
        this.cipher = cipher;
        this.protection = protection;
        this.created = created;
        this.fence = database.takeFence();
        this.get = database.prepare("SELECT value FROM entry WHERE key = ?");
        this.ascending =
                database.prepare("SELECT key, value FROM entry WHERE key >= ? AND key < ? ORDER BY key LIMIT ?");
        this.descending =
                database.prepare("SELECT key, value FROM entry WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT ?");
    }

    /**
     * Opens a profile, or makes an empty one.
     *
     * @throws StorageException when another process has it, it is of another version, it can't be read or written, or its
     *     key is not to be had
     */
    public static EncryptedProfile open(ProfileOptions options, CryptoProvider crypto, RandomSource random) {
        ProfileFolder folder = ProfileFolder.open(options.folder());
        List<AutoCloseable> opened = new ArrayList<>(List.of(folder));
        try {
            Path file = folder.file(FILE);
            ProfileFolder.createPrivateFile(file);
            ProfileDatabase database = ProfileDatabase.open(options.folder(), file);
            opened.addFirst(database);
            DataKeys keys = new DataKeys(options, crypto, random);
            Optional<KeyHeader> header = database.header();
            if (header.isPresent()) {
                ValueCipher cipher = new ValueCipher(crypto, random, keys.open(header.get()));
                return new EncryptedProfile(
                        folder, database, cipher, header.get().protection(), false);
            }
            DataKeys.Made made = keys.make();
            database.setHeader(made.header());
            ValueCipher cipher = new ValueCipher(crypto, random, made.key());
            return new EncryptedProfile(folder, database, cipher, made.header().protection(), true);
        } catch (IOException e) {
            close(opened);
            throw new StorageException("the profile " + options.folder() + " can't be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    private static void close(List<AutoCloseable> opened) {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                // What was thrown before says more.
            }
        }
    }

    /** Where the key of this profile lies. */
    public Protection protection() {
        return protection;
    }

    /** Whether the profile was not there before. */
    public boolean isNew() {
        return created;
    }

    @Override
    public Optional<ByteString> get(ByteString key) {
        byte[] name = key.toByteArray();
        try {
            get.setBytes(1, name);
            try (ResultSet row = get.executeQuery()) {
                return row.next() ? Optional.of(cipher.open(name, row.getBytes(1))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw database.failed(e);
        }
    }

    @Override
    public List<Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst) {
        PreparedStatement statement = newestFirst ? descending : ascending;
        try {
            statement.setBytes(1, from.toByteArray());
            statement.setBytes(2, to.toByteArray());
            statement.setInt(3, limit);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    byte[] key = row.getBytes(1);
                    entries.add(new Entry(ByteString.copyOf(key), cipher.open(key, row.getBytes(2))));
                }
            }
            return entries;
        } catch (SQLException e) {
            throw database.failed(e);
        }
    }

    @Override
    public void store(List<StateChange> changes) {
        database.transaction(sql -> {
            try (PreparedStatement guard = sql.prepareStatement("UPDATE fence SET batch = batch + 1 WHERE holder = ?");
                    PreparedStatement put = sql.prepareStatement(
                            "INSERT INTO entry VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value");
                    PreparedStatement remove = sql.prepareStatement("DELETE FROM entry WHERE key = ?")) {
                guard.setLong(1, fence);
                if (guard.executeUpdate() != 1) {
                    throw new StorageException("another process has taken the profile over: this one writes no more");
                }
                for (StateChange change : changes) {
                    write(change, put, remove);
                }
            }
        });
    }

    @Override
    public void together(Runnable work) {
        database.transaction(_ -> work.run());
    }

    private void write(StateChange change, PreparedStatement put, PreparedStatement remove) throws SQLException {
        byte[] key = change.key().toByteArray();
        if (change.value().isPresent()) {
            put.setBytes(1, key);
            put.setBytes(2, cipher.seal(key, change.value().get().toByteArray()));
            put.executeUpdate();
        } else {
            remove.setBytes(1, key);
            remove.executeUpdate();
        }
    }

    /** Lets the database have at most so many pages, as a full disk does. */
    void limitPages(int pages) {
        database.limitPages(pages);
    }

    @Override
    public void close() {
        cipher.erase();
        close(List.of(get, ascending, descending, database, folder));
    }
}
