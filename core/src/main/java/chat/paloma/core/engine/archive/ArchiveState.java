package chat.paloma.core.engine.archive;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.engine.state.Single;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.vault.ArchiveHead;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import java.util.Optional;

/** What this device knows of the archive, and how far it has read it. */
final class ArchiveState {
    private static final int INDEX = 52;
    private static final int SEGMENTS = 53;
    private static final int ROOMS = 54;

    /** The index that the vault pointed to. */
    record Known(ArchiveHead head, ArchiveIndex index) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(head).write(index);
        }

        static Known decode(TlsReader in) throws DecodeException {
            return new Known(ArchiveHead.decode(in), ArchiveIndex.decode(in));
        }
    }

    private record Up(long sequence) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(sequence);
        }

        static Up decode(TlsReader in) throws DecodeException {
            return new Up(in.readUint64());
        }
    }

    private final Single<Known> known;
    private final Table<BlobId, Up> segments;
    private final Table<RoomId, Up> rooms;

    ArchiveState(EngineState state) {
        this.known = new Single<>(state, INDEX, 0, Known::decode);
        this.segments = new Table<>(state, SEGMENTS, BlobId::decode, Up::decode);
        this.rooms = new Table<>(state, ROOMS, RoomId::decode, Up::decode);
    }

    /** The index behind a head, if this device has it; an empty one behind none. */
    Optional<ArchiveIndex> index(Optional<ArchiveHead> head) {
        return head.isEmpty()
                ? Optional.of(ArchiveIndex.EMPTY)
                : known.get().filter(each -> each.head().equals(head.get())).map(Known::index);
    }

    void setIndex(ArchiveHead head, ArchiveIndex index) {
        known.set(new Known(head, index));
    }

    /** Whether a segment was read in the reading that is under way. */
    boolean isRead(BlobId segment) {
        return segments.contains(segment);
    }

    void read(BlobId segment) {
        segments.put(segment, new Up(0));
    }

    /** The sequence up to which what is archived of a room was read; empty when nothing was. */
    Optional<Long> readUpTo(RoomId room) {
        return rooms.get(room).map(Up::sequence);
    }

    /** Everything that an index has was read. */
    void finished(ArchiveIndex index) {
        for (ArchiveIndex.Entry entry : index.entries()) {
            for (ArchiveIndex.Reach reach : entry.rooms()) {
                if (readUpTo(reach.room()).filter(at -> at >= reach.sequence()).isEmpty()) {
                    rooms.put(reach.room(), new Up(reach.sequence()));
                }
            }
        }
        segments.all().forEach(row -> segments.remove(row.key()));
    }
}
