package chat.paloma.client.store;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What was read in rooms: a message is kept with the step that decrypted it, since nothing decrypts it twice. */
public final class MessageTable {
    private final Sql sql;

    MessageTable(Sql sql) {
        this.sql = sql;
    }

    /**
     * Keeps a message.
     *
     * @param shown whether the person knows it already, as their own
     */
    public void add(StoredMessage message, boolean shown) {
        sql.update(
                "INSERT INTO message (room, sequence, sender, certified, time, text, shown) VALUES (?, ?, ?, ?, ?, ?, ?)",
                message.room(),
                message.sequence(),
                message.sender(),
                message.certified(),
                message.time(),
                message.text(),
                shown);
    }

    /** What was not shown yet, at most {@code count}, oldest first. */
    public List<StoredMessage> unshown(int count) {
        return sql.query(
                MessageTable::read,
                "SELECT * FROM message WHERE shown = 0 ORDER BY time, room, sequence LIMIT ?",
                count);
    }

    /** All messages of a room, in its order. */
    public List<StoredMessage> of(RoomId room) {
        return sql.query(MessageTable::read, "SELECT * FROM message WHERE room = ? ORDER BY sequence", room);
    }

    public void setShown(StoredMessage message) {
        sql.update("UPDATE message SET shown = 1 WHERE room = ? AND sequence = ?", message.room(), message.sequence());
    }

    private static StoredMessage read(ResultSet row) throws SQLException, DecodeException {
        return new StoredMessage(
                Sql.decode(row, "room", RoomId::decode),
                row.getLong("sequence"),
                Sql.decode(row, "sender", DeviceAddress::decode),
                row.getBoolean("certified"),
                row.getLong("time"),
                row.getString("text"));
    }
}
