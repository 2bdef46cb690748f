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
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
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

    /** The server that this database is of. One that has none yet becomes a new one. Blocks. */
    public static ServerIdentity open(
            Database database, CryptoProvider crypto, RandomSource random, InstantSource clock) {
        return Database.await(database.write(transaction ->
                find(transaction.handle()).orElseGet(() -> create(transaction.handle(), crypto, random, clock))));
    }

    /** Whether the database is of a server yet. */
    public static boolean exists(Database database) {
        return database.read(handle -> find(handle).isPresent());
    }

    /**
     * Begins the next incarnation, of the server and of all its lanes, because the database was restored from a backup:
     * others may have seen lanes go on differently from where it ends. Blocks.
     *
     * @throws IllegalStateException when the database is of no server yet
     */
    public static ServerIdentity openNextIncarnation(Database database, CryptoProvider crypto) {
        return Database.await(database.write(transaction -> {
            transaction.handle().execute("UPDATE server SET incarnation = incarnation + 1 WHERE id = 1");
            ServerIdentity next = find(transaction.handle())
                    .orElseThrow(() -> new IllegalStateException("there is no server to go on with"));
            Lanes.beginIncarnation(transaction.handle(), crypto, next.server());
            return next;
        }));
    }

    /** The server that a database is of, if it is of one, in a transaction of the caller. */
    public static Optional<ServerId> server(Handle handle) {
        return find(handle).map(ServerIdentity::server);
    }

    private static Optional<ServerIdentity> find(Handle handle) {
        return handle.createQuery("SELECT server, incarnation, external_sender, external_sender_key, capability_secret"
                        + " FROM server WHERE id = 1")
                .map((row, context) -> read(row))
                .findOne();
    }

    private static ServerIdentity read(ResultSet row) throws SQLException {
        byte[] server = row.getBytes(1);
        byte[] publicKey = row.getBytes(3);
        byte[] secret = row.getBytes(5);
        if (server.length != ServerId.LENGTH
                || publicKey.length != EXTERNAL_SENDER_ALGORITHM.publicKeyLength()
                || secret.length != SECRET_LENGTH) {
            throw new StoreException(Reason.DAMAGED, "the server's identity");
        }
        return new ServerIdentity(
                new ServerId(ByteString.adopt(server)),
                row.getInt(2),
                new SignatureKeyPair(
                        new SignaturePrivateKey(SecretBytes.adopt(row.getBytes(4))),
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
        handle.createUpdate("INSERT INTO server (id, server, incarnation, external_sender, external_sender_key,"
                        + " capability_secret, created_at)"
                        + " VALUES (1, :server, 1, :public, :private, :secret, :now)")
                .bind("server", identity.server.bytes().toByteArray())
                .bind("public", identity.externalSender.publicKey().bytes().toByteArray())
                .bind("private", identity.externalSender.privateKey().secret().dangerouslyExpose())
                .bind("secret", identity.capabilitySecret.dangerouslyExpose())
                .bind("now", clock.millis())
                .execute();
        return identity;
    }
}
