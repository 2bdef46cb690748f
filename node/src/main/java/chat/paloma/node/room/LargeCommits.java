package chat.paloma.node.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;

/** Where commits are read that were uploaded as blobs. */
@FunctionalInterface
public interface LargeCommits {
    /**
     * The bytes of a whole blob of this room.
     *
     * @throws chat.paloma.node.store.Refusal when there is none, or it is not of this size
     */
    ByteString read(RoomId room, BlobId blob, int size);
}
