package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.wire.AdministrationRequests.OpenInvite;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code invite}. Whoever reads it learns no token: it holds their hashes, and they are random. */
final class InviteTable {
    private final CryptoProvider crypto;

    InviteTable(CryptoProvider crypto) {
        this.crypto = crypto;
    }

    /**
     * An invite that can be used.
     *
     * @param byOperator whether it is a link that the node gave to who runs it
     * @param resets the account that ends with its use
     */
    record Open(boolean administrator, boolean byOperator, Optional<AccountId> resets) {}

    private byte[] hash(ByteString token) {
        return crypto.hash(HashAlgorithm.SHA_256, token.toByteArray());
    }

    /** The invite of a token that is neither used nor expired. */
    Optional<Open> find(Handle handle, ByteString token, long now) {
        return handle.createQuery("SELECT administrator, created_by, resets FROM invite"
                        + " WHERE token_hash = :hash AND used_by IS NULL AND expires_at > :now")
                .bind("hash", hash(token))
                .bind("now", now)
                .map((row, context) -> new Open(
                        row.getInt(1) == 1,
                        row.getBytes(2) == null,
                        Optional.ofNullable(row.getBytes(3)).map(id -> new AccountId(ByteString.adopt(id)))))
                .findOne();
    }

    void use(Handle handle, ByteString token, AccountId account) {
        handle.createUpdate("UPDATE invite SET used_by = :account WHERE token_hash = :hash")
                .bind("account", account.bytes().toByteArray())
                .bind("hash", hash(token))
                .execute();
    }

    /**
     * What an invite is for.
     *
     * @param creator absent when the operator asked for it
     * @param resets the account that ends with its use
     */
    record Purpose(boolean administrator, Optional<AccountId> creator, Optional<AccountId> resets) {}

    void insert(Handle handle, ByteString token, Purpose purpose, long expires) {
        handle.createUpdate("INSERT INTO invite (token_hash, administrator, created_by, resets, expires_at)"
                        + " VALUES (:hash, :administrator, :creator, :resets, :expires)")
                .bind("hash", hash(token))
                .bind("administrator", purpose.administrator() ? 1 : 0)
                .bind("creator", purpose.creator().map(AccountTable::bytes).orElse(null))
                .bind("resets", purpose.resets().map(AccountTable::bytes).orElse(null))
                .bind("expires", expires)
                .execute();
    }

    /** The invites that can still be used, those that expire first before the others. */
    static List<OpenInvite> open(Handle handle, long now, int limit) {
        return handle.createQuery("SELECT token_hash, administrator, created_by, resets, expires_at FROM invite"
                        + " WHERE used_by IS NULL AND expires_at > :now ORDER BY expires_at, token_hash LIMIT :limit")
                .bind("now", now)
                .bind("limit", limit)
                .map((row, context) -> new OpenInvite(
                        ByteString.adopt(row.getBytes(1)),
                        row.getInt(2) == 1,
                        Optional.ofNullable(row.getBytes(3)).map(id -> new AccountId(ByteString.adopt(id))),
                        Optional.ofNullable(row.getBytes(4)).map(id -> new AccountId(ByteString.adopt(id))),
                        row.getLong(5)))
                .list();
    }

    /** Makes an invite void, if it is there and nobody used it. */
    static boolean revoke(Handle handle, ByteString hash) {
        return handle.createUpdate("DELETE FROM invite WHERE used_by IS NULL AND token_hash = :hash")
                        .bind("hash", hash.toByteArray())
                        .execute()
                > 0;
    }

    /** Forgets invites that nobody used in time. */
    static void forgetExpired(Handle handle, long now) {
        handle.createUpdate("DELETE FROM invite WHERE used_by IS NULL AND expires_at <= :now")
                .bind("now", now)
                .execute();
    }

    /** Makes the operator's links void that nobody used. */
    static void forgetOperatorLinks(Handle handle) {
        handle.execute("DELETE FROM invite WHERE used_by IS NULL AND created_by IS NULL");
    }

    /** Makes the links void that would reset an account and that nobody used. */
    static void forgetResetsOf(Handle handle, AccountId account) {
        handle.createUpdate("DELETE FROM invite WHERE used_by IS NULL AND resets = :account")
                .bind("account", account.bytes().toByteArray())
                .execute();
    }

    /** Makes the invites void that an account made and nobody used. */
    static void forgetThoseOf(Handle handle, AccountId creator) {
        handle.createUpdate("DELETE FROM invite WHERE used_by IS NULL AND created_by = :creator")
                .bind("creator", creator.bytes().toByteArray())
                .execute();
    }
}
