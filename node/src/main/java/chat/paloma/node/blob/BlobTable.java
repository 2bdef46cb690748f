package chat.paloma.node.blob;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The tables {@code blob} and {@code upload}. */
final class BlobTable {
    private BlobTable() {}

    /** The size of a blob that a room has. */
    static Optional<Long> size(Handle handle, RoomId room, BlobId blob) {
        return handle.createQuery("SELECT size FROM blob WHERE blob = :blob AND room = :room")
                .bind("blob", blob.bytes().toByteArray())
                .bind("room", room.bytes().toByteArray())
                .mapTo(Long.class)
                .findOne();
    }

    /** The size that an upload was announced with. */
    static Optional<Long> uploadSize(Handle handle, UploadId upload) {
        return bind(
                        handle.createQuery("SELECT size FROM upload"
                                + " WHERE account = :account AND room = :room AND blob = :blob"),
                        upload)
                .mapTo(Long.class)
                .findOne();
    }

    /** The bytes of an account's blobs and of what it is uploading. */
    static long used(Handle handle, AccountId account) {
        return handle.createQuery("SELECT (SELECT COALESCE(SUM(size), 0) FROM blob WHERE account = :account)"
                        + " + (SELECT COALESCE(SUM(size), 0) FROM upload WHERE account = :account)")
                .bind("account", account.bytes().toByteArray())
                .mapTo(Long.class)
                .one();
    }

    static void begin(Handle handle, UploadId upload, long size, long now) {
        bind(
                        handle.createUpdate("INSERT INTO upload (account, room, blob, size, begun_at)"
                                + " VALUES (:account, :room, :blob, :size, :now)"
                                + " ON CONFLICT (account, room, blob) DO UPDATE SET size = :size, begun_at = :now"),
                        upload)
                .bind("size", size)
                .bind("now", now)
                .execute();
    }

    static void end(Handle handle, UploadId upload) {
        bind(
                        handle.createUpdate(
                                "DELETE FROM upload WHERE account = :account AND room = :room AND blob = :blob"),
                        upload)
                .execute();
    }

    /** Gives a whole blob to a room, unless it has it. */
    static void add(Handle handle, UploadId upload, long size, long now) {
        bind(
                        handle.createUpdate("INSERT INTO blob (blob, room, account, size, created_at)"
                                + " VALUES (:blob, :room, :account, :size, :now) ON CONFLICT (blob, room) DO NOTHING"),
                        upload)
                .bind("size", size)
                .bind("now", now)
                .execute();
    }

    /**
     * A blob that a room has.
     *
     * @param kept whether a commit of the room's lane is in it
     */
    record Row(AccountId account, boolean kept) {}

    static Optional<Row> find(Handle handle, RoomId room, BlobId blob) {
        return handle.createQuery("SELECT account, kept FROM blob WHERE blob = :blob AND room = :room")
                .bind("blob", blob.bytes().toByteArray())
                .bind("room", room.bytes().toByteArray())
                .map((row, context) -> new Row(new AccountId(ByteString.adopt(row.getBytes(1))), row.getInt(2) == 1))
                .findOne();
    }

    /** Keeps a blob as long as the room's lane; false when the room has no such blob. */
    static boolean keep(Handle handle, RoomId room, BlobId blob) {
        return handle.createUpdate("UPDATE blob SET kept = 1 WHERE blob = :blob AND room = :room")
                        .bind("blob", blob.bytes().toByteArray())
                        .bind("room", room.bytes().toByteArray())
                        .execute()
                == 1;
    }

    /** Takes a blob from a room, unless a commit is in it. Returns whether it was there. */
    static boolean remove(Handle handle, RoomId room, BlobId blob) {
        return handle.createUpdate("DELETE FROM blob WHERE blob = :blob AND room = :room AND kept = 0")
                        .bind("blob", blob.bytes().toByteArray())
                        .bind("room", room.bytes().toByteArray())
                        .execute()
                == 1;
    }

    /** Whether any room has the blob. */
    static boolean isKnown(Handle handle, BlobId blob) {
        return handle.createQuery("SELECT 1 FROM blob WHERE blob = :blob LIMIT 1")
                .bind("blob", blob.bytes().toByteArray())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** A blob of a room. */
    record OfRoom(RoomId room, BlobId blob) {}

    /**
     * Blobs that are older than their room keeps messages.
     *
     * @param keepSeconds for rooms that do not say; 0 for good
     */
    static List<OfRoom> outdated(Handle handle, long now, long keepSeconds, int limit) {
        return handle.createQuery("SELECT b.room, b.blob FROM blob b JOIN room ON room.room = b.room"
                        + " WHERE b.kept = 0 AND b.created_at < :now - 1000 *"
                        + " CASE WHEN room.retention_seconds = 0 THEN :default ELSE room.retention_seconds END"
                        + " AND (room.retention_seconds > 0 OR :default > 0) LIMIT :limit")
                .bind("now", now)
                .bind("default", keepSeconds)
                .bind("limit", limit)
                .map((row, context) -> new OfRoom(
                        new RoomId(ByteString.adopt(row.getBytes(1))), new BlobId(ByteString.adopt(row.getBytes(2)))))
                .list();
    }

    /** Blobs in the order of their ids, behind {@code after}. */
    static List<BlobId> ids(Handle handle, Optional<BlobId> after, int limit) {
        return handle.createQuery("SELECT DISTINCT blob FROM blob WHERE blob > :after ORDER BY blob LIMIT :limit")
                .bind("after", after.map(id -> id.bytes().toByteArray()).orElse(new byte[0]))
                .bind("limit", limit)
                .map((row, context) -> new BlobId(ByteString.adopt(row.getBytes(1))))
                .list();
    }

    /** Uploads that nobody has asked to go on with since then. */
    static List<UploadId> begunBefore(Handle handle, long time, int limit) {
        return handle.createQuery("SELECT account, room, blob FROM upload WHERE begun_at < :time LIMIT :limit")
                .bind("time", time)
                .bind("limit", limit)
                .map((row, context) -> new UploadId(
                        new AccountId(ByteString.adopt(row.getBytes(1))),
                        new RoomId(ByteString.adopt(row.getBytes(2))),
                        new BlobId(ByteString.adopt(row.getBytes(3)))))
                .list();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, UploadId upload) {
        return statement
                .bind("account", upload.account().bytes().toByteArray())
                .bind("room", upload.room().bytes().toByteArray())
                .bind("blob", upload.blob().bytes().toByteArray());
    }
}
