package chat.paloma.node.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import chat.paloma.node.store.Transaction;

/** Where commits are read that were uploaded as blobs. */
public interface LargeCommits {
    /**
     * The bytes of a whole blob of this room.
     *
     * @throws chat.paloma.node.store.Refusal when there is none, or it is not of this size
     */
    ByteString read(RoomId room, BlobId blob, int size);

    /**
     * Keeps a blob of this room as long as the room's lane, because a record refers to it.
     *
     * @throws chat.paloma.node.store.Refusal when there is none any more
     */
    void keep(Transaction transaction, RoomId room, BlobId blob);
}
