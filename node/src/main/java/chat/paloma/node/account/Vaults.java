package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.VaultRequests.GetVault;
import chat.paloma.core.wire.VaultRequests.PutVault;
import chat.paloma.core.wire.VaultRequests.StoredVault;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import org.jdbi.v3.core.Handle;

/** The vaults of accounts: one each, opaque, replaced by whoever has seen the newest. All of it blocks. */
public final class Vaults {
    private final Database database;

    public Vaults(Database database) {
        this.database = database;
    }

    /** The vault of the caller's account. */
    public StoredVault get(Caller caller, GetVault request) {
        return database.read(handle -> {
            Accounts.requireListed(handle, caller);
            return find(handle, caller.account());
        });
    }

    /**
     * Replaces the vault of the caller's account, once however often the same is asked for.
     *
     * @throws Refusal {@code VAULT_CONFLICT} when it has another version than expected
     */
    public Done put(Caller caller, PutVault request) {
        return Database.await(database.write(transaction -> {
            Handle handle = transaction.handle();
            Accounts.requireListed(handle, caller);
            StoredVault now = find(handle, caller.account());
            if (now.version() == request.expected() + 1 && now.content().equals(request.content())) {
                return new Done();
            }
            if (now.version() != request.expected()) {
                throw new Refusal(FailureCode.VAULT_CONFLICT, "it has version " + now.version());
            }
            handle.createUpdate("INSERT INTO vault (account, version, content) VALUES (:account, :version, :content)"
                            + " ON CONFLICT (account) DO UPDATE SET version = :version, content = :content")
                    .bind("account", AccountTable.bytes(caller.account()))
                    .bind("version", now.version() + 1)
                    .bind("content", request.content().toByteArray())
                    .execute();
            return new Done();
        }));
    }

    private static StoredVault find(Handle handle, AccountId account) {
        return handle.createQuery("SELECT version, content FROM vault WHERE account = :account")
                .bind("account", AccountTable.bytes(account))
                .map((row, context) -> new StoredVault(row.getLong(1), ByteString.adopt(row.getBytes(2))))
                .findOne()
                .orElse(StoredVault.NONE);
    }

    /** Forgets the vault of an account that ends. */
    static void remove(Handle handle, AccountId account) {
        handle.createUpdate("DELETE FROM vault WHERE account = :account")
                .bind("account", AccountTable.bytes(account))
                .execute();
    }
}
