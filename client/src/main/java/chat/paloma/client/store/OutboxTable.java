package chat.paloma.client.store;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What was written and is not yet seen in a lane, in the order in which it was written. */
public final class OutboxTable {
    private final Sql sql;

    OutboxTable(Sql sql) {
        this.sql = sql;
    }

    /** Adds a text, and returns its id. */
    public long add(RoomId room, String text) {
        return sql.transaction(() -> {
            sql.update("INSERT INTO outbox (room, text, message) VALUES (?, ?, 0)", room, text);
            return sql.find(row -> row.getLong(1), "SELECT last_insert_rowid()").orElseThrow();
        });
    }

    public Optional<OutboxEntry> find(long id) {
        return sql.find(OutboxTable::read, "SELECT * FROM outbox WHERE id = ?", id);
    }

    /** What the node has not acknowledged, of one room. */
    public List<OutboxEntry> waiting(RoomId room) {
        return sql.query(
                OutboxTable::read, "SELECT * FROM outbox WHERE room = ? AND acknowledged = 0 ORDER BY id", room);
    }

    /** The entry that was sent with this envelope. */
    public Optional<OutboxEntry> find(RoomId room, Envelope envelope) {
        return sql.find(
                OutboxTable::read, "SELECT * FROM outbox WHERE room = ? AND envelope = ?", room, envelope.bytes());
    }

    /** Keeps the encryption with which an entry is going to be sent. */
    public void seal(long id, OutboxEntry.Sealed sealed) {
        sql.update(
                "UPDATE outbox SET message = ?, epoch = ?, envelope = ? WHERE id = ?",
                sealed.message(),
                sealed.epoch(),
                sealed.envelope().bytes(),
                id);
    }

    /** The encryption was refused because its epoch is over: the entry is encrypted anew, with the same number. */
    public void unseal(long id) {
        sql.update("UPDATE outbox SET envelope = NULL, epoch = NULL WHERE id = ?", id);
    }

    /** The number that an entry was given before. */
    public Optional<Long> numberOf(long id) {
        return sql.find(row -> row.getLong(1), "SELECT message FROM outbox WHERE id = ? AND message > 0", id);
    }

    public void acknowledge(long id) {
        sql.update("UPDATE outbox SET acknowledged = 1 WHERE id = ?", id);
    }

    public void remove(long id) {
        sql.update("DELETE FROM outbox WHERE id = ?", id);
    }

    private static OutboxEntry read(ResultSet row) throws SQLException, DecodeException {
        byte[] envelope = row.getBytes("envelope");
        return new OutboxEntry(
                row.getLong("id"),
                Sql.decode(row, "room", RoomId::decode),
                row.getString("text"),
                envelope == null
                        ? Optional.empty()
                        : Optional.of(new OutboxEntry.Sealed(
                                row.getLong("message"),
                                Sql.decode(row, "epoch", RoomEpoch::decode),
                                new Envelope(ByteString.adopt(envelope)))),
                row.getBoolean("acknowledged"));
    }
}
