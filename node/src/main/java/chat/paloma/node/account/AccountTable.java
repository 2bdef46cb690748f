package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.wire.AccountRequests.Summary;
import java.util.List;
import java.util.Optional;

/** The tables {@code account} and {@code account_history}. */
final class AccountTable {
    private AccountTable() {}

    /**
     * An account's row.
     *
     * @param handle absent once another account took its place
     */
    record Row(Optional<Handle> handle, AccountRecord record, boolean administrator, boolean removed) {}

    static Optional<Row> find(org.jdbi.v3.core.Handle handle, AccountId account) {
        return handle.createQuery(
                        "SELECT handle, record, administrator, removed_at FROM account WHERE account = :account")
                .bind("account", bytes(account))
                .map((row, context) -> new Row(
                        Optional.ofNullable(row.getString(1)).map(Handle::new),
                        Directory.decode(row.getBytes(2)),
                        row.getInt(3) == 1,
                        row.getObject(4) != null))
                .findOne();
    }

    /** Whether an account, which was not removed, has this list as its newest one and these rights. */
    static boolean isAt(org.jdbi.v3.core.Handle handle, AccountId account, long version, boolean administrator) {
        return handle.createQuery("SELECT 1 FROM account WHERE account = :account AND version = :version"
                        + " AND administrator = :administrator AND removed_at IS NULL")
                .bind("account", bytes(account))
                .bind("version", version)
                .bind("administrator", administrator ? 1 : 0)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static boolean hasHandle(org.jdbi.v3.core.Handle handle, Handle name) {
        return handle.createQuery("SELECT 1 FROM account WHERE handle = :handle")
                .bind("handle", name.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static void insert(
            org.jdbi.v3.core.Handle handle, Handle name, AccountRecord record, boolean administrator, long now) {
        handle.createUpdate("INSERT INTO account (account, handle, administrator, created_at, version, record)"
                        + " VALUES (:account, :handle, :administrator, :now, :version, :record)")
                .bind("account", bytes(record.account()))
                .bind("handle", name.value())
                .bind("administrator", administrator ? 1 : 0)
                .bind("now", now)
                .bind("version", record.version())
                .bind("record", record.encoded())
                .execute();
        remember(handle, record, now);
    }

    static void update(org.jdbi.v3.core.Handle handle, AccountRecord record, long now) {
        handle.createUpdate("UPDATE account SET version = :version, record = :record WHERE account = :account")
                .bind("version", record.version())
                .bind("record", record.encoded())
                .bind("account", bytes(record.account()))
                .execute();
        remember(handle, record, now);
    }

    private static void remember(org.jdbi.v3.core.Handle handle, AccountRecord record, long now) {
        handle.createUpdate("INSERT INTO account_history (account, version, at, record)"
                        + " VALUES (:account, :version, :now, :record)")
                .bind("account", bytes(record.account()))
                .bind("version", record.version())
                .bind("now", now)
                .bind("record", record.encoded())
                .execute();
    }

    /** Whether this is the record with which the account began. */
    static boolean beganWith(org.jdbi.v3.core.Handle handle, AccountRecord record) {
        return handle.createQuery("SELECT 1 FROM account_history"
                        + " WHERE account = :account AND version = 1 AND record = :record")
                .bind("account", bytes(record.account()))
                .bind("record", record.encoded())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static void remove(org.jdbi.v3.core.Handle handle, AccountId account, long now) {
        handle.createUpdate("UPDATE account SET removed_at = :now, administrator = 0 WHERE account = :account")
                .bind("now", now)
                .bind("account", bytes(account))
                .execute();
    }

    /** Lets another account have the handle. */
    static void releaseHandle(org.jdbi.v3.core.Handle handle, AccountId account) {
        handle.createUpdate("UPDATE account SET handle = NULL WHERE account = :account")
                .bind("account", bytes(account))
                .execute();
    }

    static void setAdministrator(org.jdbi.v3.core.Handle handle, AccountId account, boolean administrator) {
        handle.createUpdate("UPDATE account SET administrator = :administrator WHERE account = :account")
                .bind("administrator", administrator ? 1 : 0)
                .bind("account", bytes(account))
                .execute();
    }

    /** Whether somebody else can administer the node: an account that is not removed and has a device. */
    static boolean hasAdministratorBut(org.jdbi.v3.core.Handle handle, AccountId account) {
        return handle.createQuery("SELECT 1 FROM account a WHERE a.administrator = 1 AND a.removed_at IS NULL"
                        + " AND a.account <> :account AND EXISTS"
                        + " (SELECT 1 FROM device d WHERE d.account = a.account AND d.revoked_at IS NULL) LIMIT 1")
                .bind("account", bytes(account))
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static boolean hasAdministrator(org.jdbi.v3.core.Handle handle) {
        return handle.createQuery("SELECT 1 FROM account WHERE administrator = 1 AND removed_at IS NULL LIMIT 1")
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Accounts that are not removed, behind a handle in alphabetical order. */
    static List<Summary> list(org.jdbi.v3.core.Handle handle, String after, int limit) {
        return handle.createQuery("SELECT a.account, a.handle, a.administrator,"
                        + " (SELECT COUNT(*) FROM device d WHERE d.account = a.account AND d.revoked_at IS NULL)"
                        + " FROM account a WHERE a.handle > :after AND a.removed_at IS NULL"
                        + " ORDER BY a.handle LIMIT :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new Summary(
                        new AccountId(ByteString.adopt(row.getBytes(1))),
                        new Handle(row.getString(2)),
                        row.getInt(3) == 1,
                        row.getInt(4)))
                .list();
    }

    static byte[] bytes(AccountId account) {
        return account.bytes().toByteArray();
    }
}
