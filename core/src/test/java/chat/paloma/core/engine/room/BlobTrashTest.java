package chat.paloma.core.engine.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.engine.link.TestNode;
import chat.paloma.core.engine.link.Timers;
import chat.paloma.core.engine.state.EmptyState;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.BlobRequests;
import chat.paloma.core.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blobs that are to be deleted, at a node that is asked to. */
class BlobTrashTest extends TestNode {
    private static final long HOUR = 60L * 60 * 1000;
    private static final RoomId ROOM = new RoomId(ByteString.adopt(new byte[RoomId.LENGTH]));

    private final Device device = new Device(
            EngineSettings.of("test"), new BouncyCastleCrypto(), byte[]::new, new EngineState(new EmptyState()), NOW);
    private final BlobTrash trash = new BlobTrash(device);
    private final List<BlobId> deleted = new ArrayList<>();
    private final NodeLink link = new NodeLink(this, new Timers());
    private BlobTrash.OnConnection connection = trash.on(link);

    private static BlobId blob(int number) {
        byte[] bytes = new byte[BlobId.LENGTH];
        bytes[0] = (byte) number;
        return new BlobId(ByteString.adopt(bytes));
    }

    @Override
    protected void asked(Frame.Asked request) throws DecodeException {
        deleted.add(BlobRequests.DELETE_BLOB
                .request()
                .decodeAll(request.body().toByteArray())
                .blob());
    }

    private List<BlobId> deletedAt(long time) {
        device.beginStep(time);
        connection.settle();
        return deleted;
    }

    @Test
    void aBlobIsDeletedWhenItIsDueAndNotKept() {
        trash.add(ROOM, blob(1), HOUR);
        trash.add(ROOM, blob(2), HOUR);
        assertEquals(List.of(), deletedAt(NOW + HOUR - 1));
        trash.keep(ROOM, blob(1));
        assertEquals(List.of(blob(2)), deletedAt(NOW + HOUR));
    }

    /** A machine that was asleep finds that an hour has gone, in the middle of pointing to what it had just uploaded. */
    @Test
    void whatIsInUseIsNotDeletedThoughTheClockJumps() {
        trash.add(ROOM, blob(1), HOUR);
        trash.hold(ROOM, blob(1));
        assertEquals(List.of(), deletedAt(NOW + 3 * HOUR));
        trash.release();
        assertEquals(List.of(blob(1)), deletedAt(NOW + 3 * HOUR));
    }

    @Test
    void whatWasInUseOnAConnectionIsDeletedOnTheNext() {
        trash.add(ROOM, blob(1), HOUR);
        trash.hold(ROOM, blob(1));
        assertEquals(List.of(), deletedAt(NOW + 3 * HOUR));
        connection = trash.on(link);
        assertEquals(List.of(blob(1)), deletedAt(NOW + 3 * HOUR));
    }
}
