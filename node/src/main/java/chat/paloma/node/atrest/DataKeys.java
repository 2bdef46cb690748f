package chat.paloma.node.atrest;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * The data keys of a database, in memory as they are and in the table {@code data_key} wrapped. Several nodes of one
 * database share them: a key that another one made is read when something was sealed with it.
 */
final class DataKeys {
    /** The key for looking up, which stays the same: what is looked up by would change with it. */
    static final int INDEX = 0;

    private static final int LENGTH = 32;

    private final Database database;
    private final CryptoProvider crypto;
    private final RandomSource random;
    private final InstantSource clock;
    private final MasterKeySource source;
    private volatile NavigableMap<Integer, SecretBytes> keys = new TreeMap<>();

    /**
     * Reads the keys, or makes the first ones.
     *
     * @throws IOException when the master key is not there, or not the one that wrapped them
     */
    DataKeys(Database database, CryptoProvider crypto, RandomSource random, InstantSource clock, MasterKeySource source)
            throws IOException {
        this.database = database;
        this.crypto = crypto;
        this.random = random;
        this.clock = clock;
        this.source = source;
        MasterKeys masters = MasterKeys.read(source, crypto);
        if (!exist(database)) {
            Database.await(database.write(transaction -> {
                if (!exist(transaction.handle())) {
                    insert(transaction.handle(), masters, INDEX);
                    insert(transaction.handle(), masters, INDEX + 1);
                }
                return true;
            }));
        }
        read(masters);
        wrapAgain(masters);
    }

    /** Whether fields of a database are sealed. */
    static boolean exist(Database database) {
        return database.read(DataKeys::exist);
    }

    private static boolean exist(Handle handle) {
        return handle.createQuery("SELECT 1 FROM data_key LIMIT 1")
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private void insert(Handle handle, MasterKeys masters, int id) {
        MasterKeys.Wrapped wrapped = masters.wrap(id, random.nextSecret(LENGTH), random);
        handle.createUpdate("INSERT INTO data_key (id, created_at, master, encapsulation, wrapped)"
                        + " VALUES (:id, :now, :master, :encapsulation, :wrapped)")
                .bind("id", id)
                .bind("now", clock.millis())
                .bind("master", wrapped.master().toByteArray())
                .bind("encapsulation", wrapped.encapsulation().toByteArray())
                .bind("wrapped", wrapped.ciphertext().toByteArray())
                .execute();
    }

    private static List<MasterKeys.Wrapped> stored(Handle handle) {
        return handle.createQuery("SELECT id, master, encapsulation, wrapped FROM data_key ORDER BY id")
                .map((row, context) -> new MasterKeys.Wrapped(
                        row.getInt(1),
                        ByteString.adopt(row.getBytes(2)),
                        ByteString.adopt(row.getBytes(3)),
                        ByteString.adopt(row.getBytes(4))))
                .list();
    }

    private void read(MasterKeys masters) throws IOException {
        Map<Integer, SecretBytes> opened = new HashMap<>();
        for (MasterKeys.Wrapped each : database.read(DataKeys::stored)) {
            opened.put(
                    each.id(),
                    masters.unwrap(each)
                            .orElseThrow(() ->
                                    new IOException("this is not the key with which the database was encrypted")));
        }
        keys = new TreeMap<>(opened);
    }

    /** Wraps every key with the newest master key, unless it is already; what they seal stays as it is. */
    private void wrapAgain(MasterKeys masters) {
        Database.await(database.write(transaction -> {
            for (MasterKeys.Wrapped each : stored(transaction.handle())) {
                if (!each.master().equals(masters.current())) {
                    SecretBytes key = masters.unwrap(each)
                            .orElseThrow(() -> new StoreException(Reason.DAMAGED, "data key " + each.id()));
                    MasterKeys.Wrapped next = masters.wrap(each.id(), key, random);
                    transaction
                            .handle()
                            .createUpdate("UPDATE data_key SET master = :master, encapsulation = :encapsulation,"
                                    + " wrapped = :wrapped WHERE id = :id")
                            .bind("id", next.id())
                            .bind("master", next.master().toByteArray())
                            .bind("encapsulation", next.encapsulation().toByteArray())
                            .bind("wrapped", next.ciphertext().toByteArray())
                            .execute();
                }
            }
            return true;
        }));
    }

    /** Asks for the master key again, and wraps the data keys with the newest. */
    void takeMasterKey() throws IOException {
        MasterKeys masters = MasterKeys.read(source, crypto);
        read(masters);
        wrapAgain(masters);
    }

    /** Makes the key with which everything is sealed from now on. */
    void next() throws IOException {
        MasterKeys masters = MasterKeys.read(source, crypto);
        Database.await(database.write(transaction -> {
            int newest = transaction
                    .handle()
                    .createQuery("SELECT MAX(id) FROM data_key")
                    .mapTo(Integer.class)
                    .one();
            insert(transaction.handle(), masters, newest + 1);
            return true;
        }));
        read(masters);
    }

    /** How old the newest key is. */
    Duration age() {
        long created = database.read(handle -> handle.createQuery("SELECT MAX(created_at) FROM data_key")
                .mapTo(Long.class)
                .one());
        return Duration.ofMillis(clock.millis() - created);
    }

    /** The number of the key with which everything is sealed now. */
    int newest() {
        return keys.lastKey();
    }

    /**
     * A key by its number.
     *
     * @throws StoreException when there is none
     */
    SecretBytes key(int id) {
        SecretBytes known = keys.get(id);
        if (known == null) {
            known = readAgain().get(id);
        }
        if (known == null) {
            throw new StoreException(Reason.DAMAGED, "something is sealed with a key that there is not");
        }
        return known;
    }

    private Map<Integer, SecretBytes> readAgain() {
        try {
            read(MasterKeys.read(source, crypto));
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "at-rest.master-key: " + e.getMessage(), e);
        }
        return keys;
    }
}
