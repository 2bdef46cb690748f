package chat.paloma.core.engine.history;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.BlobSeal;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.ContentKey;

/** Snapshots and their parts as blobs, bound to the room. */
final class SnapshotSeal {
    /** What a blob is longer than what is in it, in bytes. */
    static final int OVERHEAD = BlobSeal.OVERHEAD;

    private final BlobSeal blobs;

    SnapshotSeal(Device device) {
        this.blobs = new BlobSeal(device, "it does not open with its key");
    }

    ContentKey newKey() {
        return blobs.newKey();
    }

    ByteString seal(RoomId room, byte[] content, ContentKey key) {
        return blobs.seal(content, key, bound(room));
    }

    /**
     * Opens a blob.
     *
     * @throws DecodeException when it was not sealed with this key for this room
     */
    byte[] open(RoomId room, ByteString blob, ContentKey key) throws DecodeException {
        return blobs.open(blob, key, bound(room));
    }

    private static byte[] bound(RoomId room) {
        return new TlsWriter()
                .write(ByteString.utf8("Paloma 1.0 room snapshot"))
                .write(room)
                .toByteArray();
    }
}
