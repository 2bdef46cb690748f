package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.ServerId;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.FieldCipher;
import chat.paloma.node.store.FieldCiphers;
import chat.paloma.node.store.FieldResealing;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who this server is: made at its first start, and the same ever after.
 *
 * @param incarnation from 1; the next one begins when the server was restored from a backup
 * @param externalSender of {@link #EXTERNAL_SENDER_ALGORITHM}: proposes that revoked devices are removed from rooms
 * @param capabilitySecret 32 bytes under which capabilities for blobs are authenticated
 */
public record ServerIdentity(
        ServerId server, int incarnation, SignatureKeyPair externalSender, SecretBytes capabilitySecret) {
    /** That of the default suite: an external sender signs with the algorithm of the group. */
    public static final SignatureAlgorithm EXTERNAL_SENDER_ALGORITHM = SignatureAlgorithm.ML_DSA_44;

    private static final int SECRET_LENGTH = 32;

    private static final String SENDER_KEY = "server.external_sender_key";
    private static final String SECRET = "server.capability_secret";
    /** The table has one row. */
    private static final byte[] ROW = {1};

    /** The server that this database is of. One that has none yet becomes a new one. Blocks. */
    public static ServerIdentity open(
            Database database, CryptoProvider crypto, RandomSource random, InstantSource clock) {
        return Database.await(database.write(transaction ->
                find(transaction.handle()).orElseGet(() -> create(transaction.handle(), crypto, random, clock))));
    }

    /** Whether the database is of a server yet. */
    public static boolean exists(Database database) {
        return database.read(handle -> server(handle).isPresent());
    }

    /**
     * Begins the next incarnation, of the server and of all its lanes, because the database was restored from a backup:
     * others may have seen lanes go on differently from where it ends. Blocks.
     *
     * @throws IllegalStateException when the database is of no server yet
     */
    public static ServerIdentity openNextIncarnation(Database database, CryptoProvider crypto) {
        beginNextIncarnation(database, crypto);
        return database.read(handle -> find(handle).orElseThrow());
    }

    /** The same for a database whose secrets are not needed, or can't be opened here. */
    public static void beginNextIncarnation(Database database, CryptoProvider crypto) {
        Database.await(database.write(transaction -> {
            transaction.handle().execute("UPDATE server SET incarnation = incarnation + 1 WHERE id = 1");
            ServerId server = server(transaction.handle())
                    .orElseThrow(() -> new IllegalStateException("there is no server to go on with"));
            Lanes.beginIncarnation(transaction.handle(), crypto, server);
            return server;
        }));
    }

    /** The server that a database is of, if it is of one, in a transaction of the caller. */
    public static Optional<ServerId> server(Handle handle) {
        return handle.createQuery("SELECT server FROM server WHERE id = 1")
                .map((row, context) -> readServer(row.getBytes(1)))
                .findOne();
    }

    /** Seals anew what is sealed in the server's row. */
    public static void sealAgain(Handle handle, FieldResealing resealing) {
        handle.createQuery("SELECT external_sender_key, capability_secret FROM server WHERE id = 1")
                .map((row, context) -> List.of(row.getBytes(1), row.getBytes(2)))
                .findOne()
                .ifPresent(stored -> {
                    byte[] key = resealing.again(SENDER_KEY, ROW, stored.getFirst());
                    byte[] secret = resealing.again(SECRET, ROW, stored.getLast());
                    if (!Arrays.equals(key, stored.getFirst()) || !Arrays.equals(secret, stored.getLast())) {
                        handle.createUpdate("UPDATE server SET external_sender_key = :key, capability_secret = :secret"
                                        + " WHERE id = 1")
                                .bind("key", key)
                                .bind("secret", secret)
                                .execute();
                    }
                });
    }

    private static Optional<ServerIdentity> find(Handle handle) {
        return handle.createQuery("SELECT server, incarnation, external_sender, external_sender_key, capability_secret"
                        + " FROM server WHERE id = 1")
                .map((row, context) -> read(FieldCiphers.of(handle), row))
                .findOne();
    }

    private static ServerId readServer(byte[] bytes) {
        if (bytes.length != ServerId.LENGTH) {
            throw new StoreException(Reason.DAMAGED, "the server's identity");
        }
        return new ServerId(ByteString.adopt(bytes));
    }

    private static ServerIdentity read(FieldCipher cipher, ResultSet row) throws SQLException {
        byte[] publicKey = row.getBytes(3);
        byte[] privateKey = cipher.open(SENDER_KEY, ROW, row.getBytes(4));
        byte[] secret = cipher.open(SECRET, ROW, row.getBytes(5));
        if (publicKey.length != EXTERNAL_SENDER_ALGORITHM.publicKeyLength() || secret.length != SECRET_LENGTH) {
            throw new StoreException(Reason.DAMAGED, "the server's identity");
        }
        return new ServerIdentity(
                readServer(row.getBytes(1)),
                row.getInt(2),
                new SignatureKeyPair(
                        new SignaturePrivateKey(SecretBytes.adopt(privateKey)),
                        new SignaturePublicKey(ByteString.adopt(publicKey))),
                SecretBytes.adopt(secret));
    }

    private static ServerIdentity create(
            Handle handle, CryptoProvider crypto, RandomSource random, InstantSource clock) {
        ServerIdentity identity = new ServerIdentity(
                ServerId.random(random),
                1,
                crypto.generateSignatureKeyPair(EXTERNAL_SENDER_ALGORITHM, random),
                random.nextSecret(SECRET_LENGTH));
        FieldCipher cipher = FieldCiphers.of(handle);
        handle.createUpdate("INSERT INTO server (id, server, incarnation, external_sender, external_sender_key,"
                        + " capability_secret, created_at)"
                        + " VALUES (1, :server, 1, :public, :private, :secret, :now)")
                .bind("server", identity.server.bytes().toByteArray())
                .bind("public", identity.externalSender.publicKey().bytes().toByteArray())
                .bind(
                        "private",
                        cipher.seal(
                                SENDER_KEY,
                                ROW,
                                identity.externalSender.privateKey().secret().dangerouslyExpose()))
                .bind("secret", cipher.seal(SECRET, ROW, identity.capabilitySecret.dangerouslyExpose()))
                .bind("now", clock.millis())
                .execute();
        return identity;
    }
}
