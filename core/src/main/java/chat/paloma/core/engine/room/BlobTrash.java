package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.BlobRequests.DeleteBlob;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.Retry;
import java.util.HashSet;
import java.util.Set;

/**
 * Blobs that are to be deleted at the node, kept until it has done so: what they hold is not to be found there any more
 * by somebody who gets hold of a key.
 */
public final class BlobTrash {
    private static final int TABLE = 66;
    private static final int BATCH = 16;

    private record Key(RoomId room, BlobId blob) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(blob);
        }

        static Key decode(TlsReader in) throws DecodeException {
            return new Key(RoomId.decode(in), BlobId.decode(in));
        }
    }

    /** When it is deleted, in milliseconds since 1970. */
    private record Due(long at) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(at);
        }

        static Due decode(TlsReader in) throws DecodeException {
            return new Due(in.readUint64());
        }
    }

    private final Device device;
    private final Table<Key, Due> table;
    /** What is in use on this connection, due or not. */
    private final Set<Key> held = new HashSet<>();

    private long lookAt;

    BlobTrash(Device device) {
        this.device = device;
        this.table = new Table<>(device.state(), TABLE, Key::decode, Due::decode);
    }

    /** Deletes a blob of a room after so many milliseconds, whatever becomes of this device's connection. */
    public void add(RoomId room, BlobId blob, long after) {
        table.put(new Key(room, blob), new Due(device.millis() + after));
        lookAt = 0;
    }

    /**
     * Does not delete a blob, though it is due, until it is released or the connection ends: the clock may jump, as when a
     * machine was asleep, between a blob's coming to the node and something's pointing to it.
     */
    public void hold(RoomId room, BlobId blob) {
        held.add(new Key(room, blob));
    }

    /** Nothing is held any more. */
    public void release() {
        held.clear();
        lookAt = 0;
    }

    /** Keeps a blob that was to be deleted. */
    public void keep(RoomId room, BlobId blob) {
        table.remove(new Key(room, blob));
    }

    /** What is on its way to the node on one connection. */
    public final class OnConnection {
        private final NodeLink link;
        private final Set<Key> asked = new HashSet<>();

        OnConnection(NodeLink link) {
            this.link = link;
            release();
        }

        /** Deletes what is due; cheap when nothing is. */
        public void settle() {
            if (device.millis() < lookAt || asked.size() >= BATCH) {
                return;
            }
            long next = Long.MAX_VALUE;
            for (Row<Key, Due> row : table.all()) {
                if (row.value().at() > device.millis()) {
                    next = Math.min(next, row.value().at());
                } else if (!held.contains(row.key()) && asked.size() < BATCH && asked.add(row.key())) {
                    delete(row.key());
                }
            }
            lookAt = asked.isEmpty() ? next : Long.MAX_VALUE;
        }

        private void delete(Key key) {
            link.ask(new DeleteBlob(key.room(), key.blob()), done -> gone(key), failure -> failed(key, failure));
        }

        private void gone(Key key) {
            table.remove(key);
            asked.remove(key);
            lookAt = 0;
        }

        /** One that this device may not delete, or that there is not, is none of its business any more. */
        private void failed(Key key, Failure failure) {
            if (failure.retry() == Retry.NEVER) {
                gone(key);
            }
        }
    }

    /** The trash on a connection. */
    public OnConnection on(NodeLink link) {
        return new OnConnection(link);
    }
}
