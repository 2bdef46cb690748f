package chat.paloma.node.administration;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.AdministrationRequests.Figure;
import chat.paloma.core.wire.AdministrationRequests.GetStatus;
import chat.paloma.core.wire.AdministrationRequests.ListRoomSizes;
import chat.paloma.core.wire.AdministrationRequests.RoomSize;
import chat.paloma.core.wire.AdministrationRequests.RoomSizes;
import chat.paloma.core.wire.AdministrationRequests.Status;
import chat.paloma.node.account.Accounts;
import chat.paloma.node.account.Caller;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** What administrators ask about the node. */
public final class Administration {
    /** The bytes of a room are added up when they are asked for: a page has few rooms, so that no reader is held for long. */
    private static final int PAGE = 50;

    private final Database database;
    private final Supplier<List<Figure>> ofProcess;

    /**
     * @param ofProcess the numbers that are not in the database
     */
    public Administration(Database database, Supplier<List<Figure>> ofProcess) {
        this.database = database;
        this.ofProcess = ofProcess;
    }

    /**
     * How large rooms are, a page of them.
     *
     * @throws Refusal for whoever is no administrator
     */
    public RoomSizes listRoomSizes(Caller caller, ListRoomSizes request) {
        return database.read(handle -> {
            Accounts.requireAdministrator(handle, caller);
            return new RoomSizes(sizes(handle, request.after()));
        });
    }

    private static List<RoomSize> sizes(Handle handle, Optional<RoomId> after) {
        return handle.createQuery("""
                        SELECT room.room,
                            (SELECT COUNT(*) FROM member WHERE member.room = room.room),
                            (SELECT COUNT(*) FROM record WHERE record.lane_id = room.lane_id),
                            (SELECT COALESCE(SUM(LENGTH(envelope)), 0) FROM record WHERE record.lane_id = room.lane_id),
                            (SELECT COUNT(*) FROM blob WHERE blob.room = room.room),
                            (SELECT COALESCE(SUM(size), 0) FROM blob WHERE blob.room = room.room),
                            lane.accept_time
                        FROM room JOIN lane ON lane.id = room.lane_id
                        WHERE room.room > :after ORDER BY room.room LIMIT :limit""")
                .bind("after", after.map(room -> room.bytes().toByteArray()).orElse(new byte[0]))
                .bind("limit", PAGE)
                .map((row, context) -> new RoomSize(
                        new RoomId(ByteString.adopt(row.getBytes(1))),
                        row.getInt(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getInt(5),
                        row.getLong(6),
                        row.getLong(7)))
                .list();
    }

    /**
     * How the node is.
     *
     * @throws Refusal for whoever is no administrator
     */
    public Status status(Caller caller, GetStatus request) {
        return database.read(handle -> {
            Accounts.requireAdministrator(handle, caller);
            List<Figure> figures = new ArrayList<>(ofProcess.get());
            figures.add(count(handle, "accounts", "SELECT COUNT(*) FROM account WHERE removed_at IS NULL"));
            figures.add(count(handle, "devices", "SELECT COUNT(*) FROM device WHERE revoked_at IS NULL"));
            figures.add(count(handle, "rooms", "SELECT COUNT(*) FROM room"));
            figures.add(count(handle, "blobs", "SELECT COUNT(*) FROM blob"));
            figures.add(count(handle, "blob-bytes", "SELECT COALESCE(SUM(size), 0) FROM blob"));
            return new Status(figures);
        });
    }

    private static Figure count(Handle handle, String name, String query) {
        return new Figure(name, handle.createQuery(query).mapTo(Long.class).one());
    }
}
