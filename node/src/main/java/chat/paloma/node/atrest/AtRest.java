package chat.paloma.node.atrest;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.node.NodeException;
import chat.paloma.node.account.AccountFields;
import chat.paloma.node.account.ServerIdentity;
import chat.paloma.node.blob.BlobCipher;
import chat.paloma.node.config.KeySource;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.FieldResealing;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encryption at rest of one database and its attachments. Once it is on, it stays on: a node does not start on such a
 * database without the master key.
 *
 * <p>Nothing stops while keys change. With another master key the data keys are wrapped anew; with a new data key, which
 * comes every {@link #DATA_KEY_TIME}, fields are sealed anew page by page, each page in a write of its own. Attachments
 * keep the data key that they were sealed with.
 */
public final class AtRest {
    static final Duration DATA_KEY_TIME = Duration.ofDays(90);

    private static final Logger LOG = LoggerFactory.getLogger(AtRest.class);
    private static final int PAGE = 100;

    private final Database database;
    private final DataKeys keys;
    private final SealedFields fields;
    private final BlobCipher blobs;
    /** The key under which all fields are. */
    private volatile int sealedWith;

    private AtRest(Database database, DataKeys keys, SealedFields fields, BlobCipher blobs) {
        this.database = database;
        this.keys = keys;
        this.fields = fields;
        this.blobs = blobs;
    }

    /**
     * Opens the sealed fields of a database, and seals what is not sealed yet. Blocks.
     *
     * @param source of the master key; empty when nothing is to be encrypted
     * @throws NodeException when the master key is missing or another one
     */
    public static Optional<AtRest> open(
            Database database,
            Optional<KeySource> source,
            CryptoProvider crypto,
            RandomSource random,
            InstantSource clock)
            throws NodeException {
        if (source.isEmpty()) {
            if (DataKeys.exist(database)) {
                throw new NodeException("at-rest.master-key is not set, and the database is encrypted with one");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(open(database, MasterKeySource.of(source.get()), crypto, random, clock));
        } catch (IOException e) {
            throw new NodeException("at-rest.master-key: " + e.getMessage(), e);
        }
    }

    static AtRest open(
            Database database, MasterKeySource source, CryptoProvider crypto, RandomSource random, InstantSource clock)
            throws IOException {
        DataKeys keys = new DataKeys(database, crypto, random, clock, source);
        SealedFields fields = new SealedFields(keys, crypto, random);
        database.seal(fields);
        AtRest atRest = new AtRest(database, keys, fields, new SealedBlobs(keys, crypto, random));
        atRest.sealFields();
        return atRest;
    }

    /** For attachments. */
    public BlobCipher blobs() {
        return blobs;
    }

    /** Takes another master key, and makes a new data key when it is time: now and then. */
    public void tend() {
        try {
            keys.takeMasterKey();
            if (keys.age().compareTo(DATA_KEY_TIME) > 0) {
                keys.next();
            }
            if (keys.newest() != sealedWith) {
                sealFields();
            }
        } catch (IOException e) {
            LOG.error("at-rest.master-key: {}; the node goes on with the key that it has", e.getMessage());
        }
    }

    /** Seals everything with a new data key, but attachments that are there already. */
    void nextDataKey() throws IOException {
        keys.next();
        sealFields();
    }

    private void sealFields() {
        int newest = keys.newest();
        Database.await(database.write(transaction -> {
            ServerIdentity.sealAgain(transaction.handle(), fields);
            return true;
        }));
        pages(AccountFields::sealAccountsAgain);
        pages(AccountFields::sealHistoryAgain);
        sealedWith = newest;
    }

    @FunctionalInterface
    private interface Page {
        Optional<byte[]> seal(Handle handle, FieldResealing resealing, byte[] after, int page);
    }

    private void pages(Page work) {
        Optional<byte[]> last = Optional.of(new byte[0]);
        while (last.isPresent()) {
            byte[] after = last.get();
            last = Database.await(database.write(transaction -> work.seal(transaction.handle(), fields, after, PAGE)));
        }
    }
}
