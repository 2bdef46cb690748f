package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.Handle;
import chat.paloma.node.store.FieldCipher;
import chat.paloma.node.store.FieldCiphers;
import chat.paloma.node.store.FieldResealing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of {@code account} and {@code account_history} that say something about people.
 *
 * <p>Where fields are sealed, the column {@code handle} holds what handles are looked up by, and {@code sealed_handle}
 * the handle itself; else the latter is empty.
 */
public final class AccountFields {
    private static final String HANDLE = "account.handle";
    private static final String RECORD = "account.record";
    private static final String HISTORY = "account_history.record";

    private final FieldCipher cipher;

    private AccountFields(FieldCipher cipher) {
        this.cipher = cipher;
    }

    static AccountFields of(org.jdbi.v3.core.Handle handle) {
        return new AccountFields(FieldCiphers.of(handle));
    }

    boolean seals() {
        return cipher.seals();
    }

    String index(Handle name) {
        return cipher.index(HANDLE, name.value());
    }

    byte @Nullable [] sealHandle(AccountId account, Handle name) {
        return cipher.seals() ? cipher.seal(HANDLE, AccountTable.bytes(account), utf8(name.value())) : null;
    }

    /** Absent for an account whose handle another one has now. */
    Optional<Handle> handle(AccountId account, @Nullable String plain, byte @Nullable [] sealed) {
        if (plain == null) {
            return Optional.empty();
        }
        if (!cipher.seals()) {
            return Optional.of(new Handle(plain));
        }
        byte[] stored = sealed == null ? new byte[0] : sealed;
        return Optional.of(new Handle(
                new String(cipher.open(HANDLE, AccountTable.bytes(account), stored), StandardCharsets.UTF_8)));
    }

    byte[] sealRecord(AccountRecord record) {
        return cipher.seal(RECORD, AccountTable.bytes(record.account()), record.encoded());
    }

    byte[] openRecord(AccountId account, byte[] stored) {
        return cipher.open(RECORD, AccountTable.bytes(account), stored);
    }

    byte[] sealHistory(AccountRecord record) {
        return cipher.seal(
                HISTORY, historyRow(AccountTable.bytes(record.account()), record.version()), record.encoded());
    }

    byte[] openHistory(AccountId account, long version, byte[] stored) {
        return cipher.open(HISTORY, historyRow(AccountTable.bytes(account), version), stored);
    }

    private static byte[] historyRow(byte[] account, long version) {
        return new TlsWriter()
                .writeBytes(account)
                .writeUint64(version)
                .toByteString()
                .toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record AccountRow(
            ByteString account, Optional<String> handle, Optional<ByteString> sealedHandle, ByteString record) {}

    /**
     * Seals a page of accounts anew, in a transaction of the caller.
     *
     * @param after the account behind which it begins; empty for the first
     * @return the last account of the page; empty when there is none left
     */
    public static Optional<byte[]> sealAccountsAgain(
            org.jdbi.v3.core.Handle handle, FieldResealing resealing, byte[] after, int page) {
        List<AccountRow> rows = handle.createQuery("SELECT account, handle, sealed_handle, record FROM account"
                        + " WHERE account > :after ORDER BY account LIMIT :page")
                .bind("after", after)
                .bind("page", page)
                .map((row, context) -> new AccountRow(
                        ByteString.adopt(row.getBytes(1)),
                        Optional.ofNullable(row.getString(2)),
                        Optional.ofNullable(row.getBytes(3)).map(ByteString::adopt),
                        ByteString.adopt(row.getBytes(4))))
                .list();
        rows.forEach(row -> sealAgain(handle, FieldCiphers.of(handle), resealing, row));
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(rows.getLast().account().toByteArray());
    }

    private static void sealAgain(
            org.jdbi.v3.core.Handle handle, FieldCipher cipher, FieldResealing resealing, AccountRow row) {
        byte[] account = row.account().toByteArray();
        ByteString record = again(resealing, RECORD, account, row.record());
        // Without a sealed one, the handle is from the time when nothing was sealed.
        boolean plain = row.sealedHandle().isEmpty();
        Optional<String> index = plain ? row.handle().map(name -> cipher.index(HANDLE, name)) : row.handle();
        Optional<ByteString> sealed = plain
                ? row.handle().map(name -> ByteString.adopt(cipher.seal(HANDLE, account, utf8(name))))
                : row.sealedHandle().map(stored -> again(resealing, HANDLE, account, stored));
        if (!record.equals(row.record()) || !sealed.equals(row.sealedHandle())) {
            handle.createUpdate("UPDATE account SET handle = :handle, sealed_handle = :sealed, record = :record"
                            + " WHERE account = :account")
                    .bind("handle", index.orElse(null))
                    .bind("sealed", sealed.map(ByteString::toByteArray).orElse(null))
                    .bind("record", record.toByteArray())
                    .bind("account", account)
                    .execute();
        }
    }

    private static ByteString again(FieldResealing resealing, String column, byte[] row, ByteString stored) {
        return ByteString.adopt(resealing.again(column, row, stored.toByteArray()));
    }

    private record HistoryRow(long version, ByteString record) {}

    /** The same for former lists of an account's devices; all of one account at once. */
    public static Optional<byte[]> sealHistoryAgain(
            org.jdbi.v3.core.Handle handle, FieldResealing resealing, byte[] after, int page) {
        List<byte[]> accounts = handle.createQuery("SELECT DISTINCT account FROM account_history"
                        + " WHERE account > :after ORDER BY account LIMIT :page")
                .bind("after", after)
                .bind("page", page)
                .mapTo(byte[].class)
                .list();
        for (byte[] account : accounts) {
            List<HistoryRow> rows = handle.createQuery(
                            "SELECT version, record FROM account_history WHERE account = :account")
                    .bind("account", account)
                    .map((row, context) -> new HistoryRow(row.getLong(1), ByteString.adopt(row.getBytes(2))))
                    .list();
            for (HistoryRow row : rows) {
                ByteString record = again(resealing, HISTORY, historyRow(account, row.version()), row.record());
                if (!record.equals(row.record())) {
                    handle.createUpdate("UPDATE account_history SET record = :record"
                                    + " WHERE account = :account AND version = :version")
                            .bind("record", record.toByteArray())
                            .bind("account", account)
                            .bind("version", row.version())
                            .execute();
                }
            }
        }
        return accounts.isEmpty() ? Optional.empty() : Optional.of(accounts.getLast());
    }
}
