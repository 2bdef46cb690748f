package chat.paloma.client.store;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rooms of this device, and those that it was in. */
public final class RoomTable {
    private static final GroupSettings SETTINGS = GroupSettings.of(RoomRules.GROUP_RULES);
    private static final byte[] NOTHING = new byte[0];

    private final Sql sql;
    private final CryptoProvider crypto;

    RoomTable(Sql sql, CryptoProvider crypto) {
        this.sql = sql;
        this.crypto = crypto;
    }

    /** Keeps a step of a room. Nothing that the step made may leave the device before this is on the disk. */
    public void save(StoredRoom room) {
        SecretBytes state = room.group().encodeState();
        sql.update(
                "INSERT OR REPLACE INTO room (id, ended, state, tree, chain, submission_kind, submission)"
                        + " VALUES (?, '', ?, ?, ?, ?, ?)",
                room.id(),
                state.dangerouslyExpose(),
                room.group().tree(),
                Chains.encodable(room.chain()),
                room.submission().map(each -> each.kind().name()).orElse(""),
                room.submission().map(Submission::body).orElse(ByteString.EMPTY));
        state.erase();
    }

    /** A room that this device was removed from, and why: its secrets are forgotten. */
    public void end(RoomId room, String why) {
        sql.update(
                "INSERT OR REPLACE INTO room (id, ended, state, tree, chain, submission_kind, submission)"
                        + " VALUES (?, ?, ?, ?, ?, '', ?)",
                room,
                why,
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING);
    }

    /** Forgets a room that never came to be. */
    public void forget(RoomId room) {
        sql.update("DELETE FROM room WHERE id = ?", room);
    }

    /** The rooms that this device is in, by their ids. */
    public List<RoomId> ids() {
        return sql.query(
                row -> Sql.decode(row, "id", RoomId::decode), "SELECT id FROM room WHERE ended = '' ORDER BY id");
    }

    public Optional<StoredRoom> find(RoomId room) {
        return sql.find(this::read, "SELECT * FROM room WHERE id = ? AND ended = ''", room);
    }

    /** Whether this device is, or was, in the room. */
    public boolean knows(RoomId room) {
        return sql.find(row -> row.getInt(1), "SELECT 1 FROM room WHERE id = ?", room)
                .isPresent();
    }

    private StoredRoom read(ResultSet row) throws SQLException, DecodeException {
        Group group = Group.restore(crypto, SETTINGS, row.getBytes("state"), row.getBytes("tree"));
        String kind = row.getString("submission_kind");
        return new StoredRoom(
                Sql.decode(row, "id", RoomId::decode),
                group,
                Sql.decode(row, "chain", Chains::decode),
                kind.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Submission(
                                Submission.Kind.valueOf(kind), ByteString.adopt(row.getBytes("submission")))));
    }
}
