package chat.paloma.node.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/** The tables {@code room}, {@code room_tree}, {@code member} and {@code former_member}. */
final class RoomTable {
    private static final String REVOKED_MEMBERS = "SELECT m.room, m.account, m.device FROM device d"
            + " JOIN member m ON m.account = d.account AND m.device = d.device WHERE d.revoked_at IS NOT NULL";

    private static final String OF_MEMBER = " room = :room AND account = :account AND device = :device";

    private RoomTable() {}

    static Optional<RoomGroup> find(Handle handle, CryptoProvider crypto, RoomId room) {
        return handle.createQuery("SELECT version, state, tree, group_info FROM room WHERE room = :room")
                .bind("room", bytes(room))
                .map((row, context) ->
                        RoomGroup.restore(crypto, row.getLong(1), row.getBytes(2), row.getBytes(3), row.getBytes(4)))
                .findOne();
    }

    /** Whether a room is as it is remembered. */
    static boolean isAt(Handle handle, RoomId room, long version) {
        return handle.createQuery("SELECT 1 FROM room WHERE room = :room AND version = :version")
                .bind("room", bytes(room))
                .bind("version", version)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static void insert(Handle handle, RoomId room, long laneKey, RoomGroup group) {
        bind(
                        handle.createUpdate(
                                        "INSERT INTO room"
                                                + " (room, lane_id, generation, epoch, retention_seconds, version, state, group_info,"
                                                + " tree) VALUES"
                                                + " (:room, :lane, :generation, :epoch, 0, :version, :state, :groupInfo, :tree)")
                                .bind("lane", laneKey),
                        room,
                        group)
                .execute();
        addMembers(handle, room, group.devices());
    }

    /**
     * Until when something is there for those whom a commit brought in, or removed.
     *
     * @param sequence of the commit in the room's lane
     */
    record Step(long sequence, long expiresAt) {}

    /**
     * Steps from one epoch to another.
     *
     * @throws OvertakenException when the room is not as it was before
     */
    static void update(Handle handle, RoomId room, RoomGroup before, RoomGroup after, Step step) {
        requireOne(bind(
                        handle.createUpdate("UPDATE room SET generation = :generation, epoch = :epoch, state = :state,"
                                        + " group_info = :groupInfo, tree = :tree, version = :version"
                                        + " WHERE room = :room AND version = :before")
                                .bind("before", before.version()),
                        room,
                        after)
                .execute());
        removeMembers(handle, room, difference(before.devices(), after.devices()), step);
        addMembers(handle, room, difference(after.devices(), before.devices()));
    }

    /**
     * Stores proposals that wait, which change neither epoch nor tree.
     *
     * @throws OvertakenException when the room is not as it was before
     */
    static void updateState(Handle handle, RoomId room, RoomGroup before, RoomGroup after) {
        requireOne(handle.createUpdate("UPDATE room SET state = :state, version = :version"
                        + " WHERE room = :room AND version = :before")
                .bind("state", after.group().encodeState().toByteArray())
                .bind("version", after.version())
                .bind("before", before.version())
                .bind("room", bytes(room))
                .execute());
    }

    private static void requireOne(int changed) {
        if (changed != 1) {
            throw new OvertakenException();
        }
    }

    private static Update bind(Update update, RoomId room, RoomGroup group) {
        return update.bind("room", bytes(room))
                .bind("generation", group.epoch().generation())
                .bind("epoch", group.epoch().epoch())
                .bind("version", group.version())
                .bind("state", group.group().encodeState().toByteArray())
                .bind("groupInfo", group.groupInfo().toByteArray())
                .bind("tree", group.group().tree().encoded());
    }

    private static void removeMembers(Handle handle, RoomId room, Set<DeviceAddress> devices, Step step) {
        for (DeviceAddress gone : devices) {
            ofMember(handle, "DELETE FROM member WHERE" + OF_MEMBER, room, gone).execute();
            ofMember(handle, "DELETE FROM receipt WHERE" + OF_MEMBER, room, gone)
                    .execute();
            ofMember(
                            handle,
                            "INSERT INTO former_member (room, account, device, up_to, expires_at)"
                                    + " VALUES (:room, :account, :device, :upTo, :expires)",
                            room,
                            gone)
                    .bind("upTo", step.sequence())
                    .bind("expires", step.expiresAt())
                    .execute();
        }
    }

    private static void addMembers(Handle handle, RoomId room, Set<DeviceAddress> devices) {
        for (DeviceAddress added : devices) {
            ofMember(handle, "DELETE FROM former_member WHERE" + OF_MEMBER, room, added)
                    .execute();
            ofMember(
                            handle,
                            "INSERT INTO member (room, account, device) VALUES (:room, :account, :device)",
                            room,
                            added)
                    .execute();
        }
    }

    private static Update ofMember(Handle handle, String sql, RoomId room, DeviceAddress device) {
        return bindMember(handle.createUpdate(sql), room, device);
    }

    private static <S extends SqlStatement<S>> S bindMember(S statement, RoomId room, DeviceAddress device) {
        return statement
                .bind("room", bytes(room))
                .bind("account", device.account().bytes().toByteArray())
                .bind("device", device.device().bytes().toByteArray());
    }

    static boolean isMember(Handle handle, RoomId room, DeviceAddress device) {
        return bindMember(handle.createQuery("SELECT 1 FROM member WHERE" + OF_MEMBER), room, device)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static OptionalLong formerMemberReadsUpTo(Handle handle, RoomId room, DeviceAddress device) {
        return bindMember(handle.createQuery("SELECT up_to FROM former_member WHERE" + OF_MEMBER), room, device)
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** The devices that were removed from a room by a record of its lane up to a sequence, and are not back. */
    static List<DeviceAddress> removedUpTo(Handle handle, RoomId room, long sequence) {
        return handle.createQuery("SELECT account, device FROM former_member WHERE room = :room AND up_to <= :upTo")
                .bind("room", bytes(room))
                .bind("upTo", sequence)
                .map((row, context) -> new DeviceAddress(
                        new AccountId(ByteString.adopt(row.getBytes(1))),
                        new DeviceId(ByteString.adopt(row.getBytes(2)))))
                .list();
    }

    static int forgetFormerMembers(Handle handle, long now) {
        return handle.createUpdate("DELETE FROM former_member WHERE expires_at < :now")
                .bind("now", now)
                .execute();
    }

    static Set<DeviceAddress> difference(Set<DeviceAddress> from, Set<DeviceAddress> without) {
        Set<DeviceAddress> out = new HashSet<>(from);
        out.removeAll(without);
        return out;
    }

    /** Keeps the tree of the epoch that was just stored for those whom a Welcome brings into it. */
    static void keepTree(Handle handle, RoomId room, long expiresAt) {
        handle.createUpdate("INSERT INTO room_tree (room, generation, epoch, expires_at, tree)"
                        + " SELECT room, generation, epoch, :expires, tree FROM room WHERE room = :room")
                .bind("room", bytes(room))
                .bind("expires", expiresAt)
                .execute();
    }

    /** A part of a tree, and the length of the whole. */
    record TreePart(int total, ByteString bytes) {}

    /**
     * A part of the tree of the newest epoch, or of one that is kept. It is cut in the database: the tree of a large room
     * has megabytes.
     */
    static Optional<TreePart> treePart(Handle handle, RoomId room, RoomEpoch epoch, int offset, int most) {
        return Stream.of("room", "room_tree")
                .flatMap(table -> handle
                        .createQuery("SELECT length(tree), substr(tree, :from, :most) FROM " + table
                                + " WHERE room = :room AND generation = :generation AND epoch = :epoch")
                        .bind("from", offset + 1)
                        .bind("most", most)
                        .bind("room", bytes(room))
                        .bind("generation", epoch.generation())
                        .bind("epoch", epoch.epoch())
                        .map((row, context) -> new TreePart(
                                row.getInt(1),
                                Optional.ofNullable(row.getBytes(2))
                                        .map(ByteString::adopt)
                                        .orElse(ByteString.EMPTY)))
                        .findOne()
                        .stream())
                .findFirst();
    }

    static int forgetTrees(Handle handle, long now) {
        return handle.createUpdate("DELETE FROM room_tree WHERE expires_at < :now")
                .bind("now", now)
                .execute();
    }

    /** Rooms that a device is in, in the order of their ids. */
    static List<RoomId> ofDevice(Handle handle, DeviceAddress device, Optional<RoomId> after, int limit) {
        return handle.createQuery("SELECT room FROM member WHERE account = :account AND device = :device"
                        + " AND room > :after ORDER BY room LIMIT :limit")
                .bind("account", device.account().bytes().toByteArray())
                .bind("device", device.device().bytes().toByteArray())
                .bind("after", after.map(RoomTable::bytes).orElse(new byte[0]))
                .bind("limit", limit)
                .map((row, context) -> new RoomId(ByteString.adopt(row.getBytes(1))))
                .list();
    }

    /** The rooms that a device is in although it is revoked; none when it is not. */
    static List<Membership> revokedMember(Handle handle, DeviceAddress device) {
        return handle.createQuery(REVOKED_MEMBERS + " AND d.account = :account AND d.device = :device")
                .bind("account", device.account().bytes().toByteArray())
                .bind("device", device.device().bytes().toByteArray())
                .map((row, context) -> membership(row))
                .list();
    }

    /** The revoked devices that are in a room. */
    static List<Membership> revokedMembers(Handle handle, RoomId room) {
        return handle.createQuery(REVOKED_MEMBERS + " AND m.room = :room")
                .bind("room", bytes(room))
                .map((row, context) -> membership(row))
                .list();
    }

    /** All revoked devices that are in rooms. */
    static List<Membership> revokedMembers(Handle handle) {
        return handle.createQuery(REVOKED_MEMBERS)
                .map((row, context) -> membership(row))
                .list();
    }

    private static Membership membership(ResultSet row) throws SQLException {
        return new Membership(
                new RoomId(ByteString.adopt(row.getBytes(1))),
                new DeviceAddress(
                        new AccountId(ByteString.adopt(row.getBytes(2))),
                        new DeviceId(ByteString.adopt(row.getBytes(3)))));
    }

    /** A device in a room. */
    record Membership(RoomId room, DeviceAddress device) {}

    /** Whether two accounts are in one room. */
    static boolean share(Handle handle, AccountId one, AccountId other) {
        return handle.createQuery("SELECT 1 FROM member a JOIN member b ON a.room = b.room"
                        + " WHERE a.account = :one AND b.account = :other LIMIT 1")
                .bind("one", one.bytes().toByteArray())
                .bind("other", other.bytes().toByteArray())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    static void setRetention(Handle handle, RoomId room, int seconds) {
        handle.createUpdate("UPDATE room SET retention_seconds = :seconds WHERE room = :room")
                .bind("seconds", seconds)
                .bind("room", bytes(room))
                .execute();
    }

    static byte[] bytes(RoomId room) {
        return room.bytes().toByteArray();
    }
}
