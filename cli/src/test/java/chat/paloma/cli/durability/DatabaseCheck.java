package chat.paloma.cli.durability;

import chat.paloma.core.codec.Decoder;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.InboxRecords.RemovedRecord;
import chat.paloma.core.wire.InboxRecords.WelcomeRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * What must hold between the tables of a node that was killed: whatever belongs together is there together. It looks at
 * a copy, so that the node itself recovers from what the kill left.
 */
final class DatabaseCheck implements AutoCloseable {
    private final Connection database;

    private DatabaseCheck(Connection database) {
        this.database = database;
    }

    /**
     * Copies the database of a data folder that no process uses, and checks it.
     *
     * @param copies an empty folder for the copy
     */
    static void run(Path data, Path copies, Load load) throws Exception {
        for (String suffix : new String[] {"", "-wal"}) {
            Path file = data.resolve("paloma.db" + suffix);
            if (Files.exists(file)) {
                Files.copy(file, copies.resolve("paloma.db" + suffix));
            }
        }
        try (DatabaseCheck check =
                new DatabaseCheck(DriverManager.getConnection("jdbc:sqlite:" + copies.resolve("paloma.db")))) {
            check.everything(load);
        }
    }

    private void everything(Load load) throws Exception {
        none("a damaged page", "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'");
        none("a reference to nothing", "SELECT * FROM pragma_foreign_key_check");
        none(
                "a lane that does not end with its last record",
                "SELECT * FROM lane WHERE sequence <> (SELECT count(*) FROM record WHERE lane_id = lane.id)"
                        + " OR sequence > 0 AND head IS NOT"
                        + " (SELECT head FROM record WHERE lane_id = lane.id AND sequence = lane.sequence)");
        none("a record without a lane", "SELECT * FROM record WHERE lane_id NOT IN (SELECT id FROM lane)");
        none(
                "a lane without the start of its incarnation",
                "SELECT * FROM lane WHERE NOT EXISTS (SELECT * FROM lane_start s"
                        + " WHERE s.lane_id = lane.id AND s.incarnation = lane.incarnation)");
        none(
                "a message number without a record",
                "SELECT * FROM client_message m WHERE NOT EXISTS"
                        + " (SELECT * FROM record r WHERE r.lane_id = m.lane_id AND r.sequence = m.sequence)");
        none(
                "a record without a message number",
                "SELECT * FROM record r JOIN lane l ON l.id = r.lane_id WHERE r.kind < 16 AND r.sequence > l.sequence - 300"
                        + " AND NOT EXISTS (SELECT * FROM client_message m"
                        + " WHERE m.lane_id = r.lane_id AND m.sequence = r.sequence)");
        none(
                "a device behind its own numbers",
                "SELECT * FROM device WHERE last_message <"
                        + " (SELECT coalesce(max(message), 0) FROM client_message WHERE device_id = device.id)");
        none(
                "a room that is not in its lane's epoch",
                "SELECT * FROM room JOIN lane ON lane.id = room.lane_id"
                        + " WHERE room.epoch <> lane.epoch OR room.generation <> lane.generation");
        none(
                "an epoch without its commit, or a commit without its epoch",
                "SELECT * FROM room WHERE epoch <> (SELECT max(epoch) FROM record WHERE lane_id = room.lane_id"
                        + " AND kind = 5) + (SELECT count(*) FROM record WHERE lane_id = room.lane_id AND kind = 3)");
        for (LoadRoom room : load.rooms) {
            guest(load, room);
        }
    }

    /** The commits of a room let the guest in and out, in turns: its inbox and the roster must say the same. */
    private void guest(Load load, LoadRoom room) throws Exception {
        int welcomes = 0;
        int removals = 0;
        byte[] lane = room.lane().encoded();
        try (PreparedStatement inbox = database.prepareStatement("SELECT r.kind, r.envelope FROM record r"
                + " JOIN lane l ON l.id = r.lane_id WHERE l.lane = ? ORDER BY r.sequence")) {
            inbox.setBytes(1, load.guest.inbox().encoded());
            try (ResultSet row = inbox.executeQuery()) {
                Decoder<WelcomeRecord> welcome = WelcomeRecord::decode;
                Decoder<RemovedRecord> removed = RemovedRecord::decode;
                while (row.next()) {
                    if (row.getInt(1) == 16) {
                        WelcomeRecord record = welcome.decodeAll(row.getBytes(2));
                        if (record.room().equals(room.id)) {
                            commitAt(lane, record.joinedAt());
                            welcomes++;
                        }
                    } else if (row.getInt(1) == 19) {
                        RemovedRecord record = removed.decodeAll(row.getBytes(2));
                        if (record.room().equals(room.id)) {
                            commitAt(lane, record.removedAt());
                            removals++;
                        }
                    }
                }
            }
        }
        int commits = number(
                "SELECT count(*) FROM record r JOIN lane l ON l.id = r.lane_id WHERE r.kind = 3 AND l.lane = ?", lane);
        Faults.require(
                commits == welcomes + removals,
                commits + " commits, " + welcomes + " Welcomes and " + removals + " removals");
        int members = number(
                "SELECT count(*) FROM member WHERE room = ?", room.id.bytes().toByteArray());
        Faults.require(
                members == room.size() + welcomes - removals,
                members + " members after " + welcomes + " Welcomes and " + removals + " removals");
        int trees = number(
                "SELECT count(*) FROM room_tree WHERE room = ?", room.id.bytes().toByteArray());
        Faults.require(trees == welcomes + 1, trees + " trees for " + welcomes + " Welcomes and the opening");
    }

    private void commitAt(byte[] lane, Position position) throws SQLException {
        try (PreparedStatement record = database.prepareStatement("SELECT r.kind, r.head FROM record r"
                + " JOIN lane l ON l.id = r.lane_id WHERE l.lane = ? AND r.sequence = ?")) {
            record.setBytes(1, lane);
            record.setLong(2, position.sequence());
            try (ResultSet row = record.executeQuery()) {
                Faults.require(
                        row.next()
                                && row.getInt(1) == 3
                                && Arrays.equals(
                                        row.getBytes(2), position.head().bytes().toByteArray()),
                        "an inbox names a commit that the room does not have: " + position);
            }
        }
    }

    private int number(String sql, byte[] parameter) throws SQLException {
        try (PreparedStatement query = database.prepareStatement(sql)) {
            query.setBytes(1, parameter);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private void none(String what, String sql) throws SQLException {
        try (PreparedStatement query = database.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            Faults.require(!row.next(), what);
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
