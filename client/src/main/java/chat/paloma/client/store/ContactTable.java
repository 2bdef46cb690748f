package chat.paloma.client.store;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.Handle;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The accounts that this device knows, each pinned from the first time that it was seen. */
public final class ContactTable {
    private final Sql sql;

    ContactTable(Sql sql) {
        this.sql = sql;
    }

    public void save(Contact contact) {
        sql.update(
                "INSERT OR REPLACE INTO contact (account, handle, record, asked, accepts, asks, accepted)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                contact.record().account(),
                contact.handle().value(),
                contact.record(),
                contact.asked(),
                contact.accepts(),
                contact.asks(),
                contact.accepted());
    }

    public Optional<Contact> find(AccountId account) {
        return sql.find(ContactTable::read, "SELECT * FROM contact WHERE account = ?", account);
    }

    public Optional<Contact> find(Handle handle) {
        return sql.find(ContactTable::read, "SELECT * FROM contact WHERE handle = ?", handle.value());
    }

    /** Who waits for this account's answer to an invitation. */
    public List<Contact> asking() {
        return sql.query(ContactTable::read, "SELECT * FROM contact WHERE asks = 1 ORDER BY handle");
    }

    private static Contact read(ResultSet row) throws SQLException, DecodeException {
        return new Contact(
                new Handle(row.getString("handle")),
                Sql.decode(row, "record", AccountRecord::decode),
                row.getBoolean("asked"),
                row.getBoolean("accepts"),
                row.getBoolean("asks"),
                row.getBoolean("accepted"));
    }
}
