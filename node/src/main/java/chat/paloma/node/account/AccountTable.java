package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.wire.AccountRequests.Summary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Query;

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
        AccountFields fields = AccountFields.of(handle);
        return handle.createQuery("SELECT handle, sealed_handle, record, administrator, removed_at FROM account"
                        + " WHERE account = :account")
                .bind("account", bytes(account))
                .map((row, context) -> new Row(
                        fields.handle(account, row.getString(1), row.getBytes(2)),
                        Directory.decode(fields.openRecord(account, row.getBytes(3))),
                        row.getInt(4) == 1,
                        row.getObject(5) != null))
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
                .bind("handle", AccountFields.of(handle).index(name))
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static void insert(
            org.jdbi.v3.core.Handle handle, Handle name, AccountRecord record, boolean administrator, long now) {
        AccountFields fields = AccountFields.of(handle);
        handle.createUpdate("INSERT INTO account"
                        + " (account, handle, sealed_handle, administrator, created_at, version, record)"
                        + " VALUES (:account, :handle, :sealed, :administrator, :now, :version, :record)")
                .bind("account", bytes(record.account()))
                .bind("handle", fields.index(name))
                .bind("sealed", fields.sealHandle(record.account(), name))
                .bind("administrator", administrator ? 1 : 0)
                .bind("now", now)
                .bind("version", record.version())
                .bind("record", fields.sealRecord(record))
                .execute();
        remember(handle, record, now);
    }

    static void update(org.jdbi.v3.core.Handle handle, AccountRecord record, long now) {
        handle.createUpdate("UPDATE account SET version = :version, record = :record WHERE account = :account")
                .bind("version", record.version())
                .bind("record", AccountFields.of(handle).sealRecord(record))
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
                .bind("record", AccountFields.of(handle).sealHistory(record))
                .execute();
    }

    /** Whether this is the record with which the account began. */
    static boolean beganWith(org.jdbi.v3.core.Handle handle, AccountRecord record) {
        AccountFields fields = AccountFields.of(handle);
        return handle.createQuery("SELECT record FROM account_history WHERE account = :account AND version = 1")
                .bind("account", bytes(record.account()))
                .mapTo(byte[].class)
                .findOne()
                .filter(first -> Arrays.equals(fields.openHistory(record.account(), 1, first), record.encoded()))
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
        handle.createUpdate("UPDATE account SET handle = NULL, sealed_handle = NULL WHERE account = :account")
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
        AccountFields fields = AccountFields.of(handle);
        if (!fields.seals()) {
            return list(
                    handle,
                    fields,
                    " AND a.handle > :after ORDER BY a.handle LIMIT :limit",
                    query -> query.bind("after", after).bind("limit", limit));
        }
        // The database does not know the order of handles that it does not know.
        return list(handle, fields, "", query -> query).stream()
                .filter(account -> account.handle().value().compareTo(after) > 0)
                .sorted(Comparator.comparing(account -> account.handle().value()))
                .limit(limit)
                .toList();
    }

    private static List<Summary> list(
            org.jdbi.v3.core.Handle handle, AccountFields fields, String part, UnaryOperator<Query> bind) {
        return bind.apply(handle.createQuery("SELECT a.account, a.handle, a.sealed_handle, a.administrator,"
                        + " (SELECT COUNT(*) FROM device d WHERE d.account = a.account AND d.revoked_at IS NULL)"
                        + " FROM account a WHERE a.handle IS NOT NULL AND a.removed_at IS NULL" + part))
                .map((row, context) -> {
                    AccountId account = new AccountId(ByteString.adopt(row.getBytes(1)));
                    return new Summary(
                            account,
                            fields.handle(account, row.getString(2), row.getBytes(3))
                                    .orElseThrow(),
                            row.getInt(4) == 1,
                            row.getInt(5));
                })
                .list();
    }

    static byte[] bytes(AccountId account) {
        return account.bytes().toByteArray();
    }
}
