package chat.paloma.client.search;

import chat.paloma.client.host.HostListener;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.TimelineEntryId;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Marks on entries that the index does not have yet as they are. They are stored in the batch that changes an entry, so
 * that whatever happens in between, nothing is missing from the index.
 */
public final class SearchMarks {
    private static final int MARKS = 1;

    /** What is marked. */
    record Mark(RoomId room, OperationId entry) {}

    private SearchMarks() {}

    /** The marks that belong to a step with these events. */
    public static List<StateChange> of(List<EngineEvent> events) {
        List<StateChange> marks = new ArrayList<>();
        for (EngineEvent event : events) {
            if (event instanceof EngineEvent.TimelineChanged changed) {
                for (TimelineEntryId entry : changed.entries()) {
                    marks.add(new StateChange(
                            key(changed.room(), new OperationId(entry.bytes())), Optional.of(ByteString.EMPTY)));
                }
            }
        }
        return marks;
    }

    private static ByteString key(RoomId room, OperationId entry) {
        return new TlsWriter()
                .writeUint8(HostListener.OWN_KEYS)
                .writeUint8(MARKS)
                .write(room)
                .write(entry)
                .toByteString();
    }

    /** The first of all marks. */
    static ByteString first() {
        return prefix(MARKS);
    }

    /** What is behind all marks. */
    static ByteString end() {
        return prefix(MARKS + 1);
    }

    private static ByteString prefix(int number) {
        return new TlsWriter()
                .writeUint8(HostListener.OWN_KEYS)
                .writeUint8(number)
                .toByteString();
    }

    static Mark read(ByteString key) {
        try {
            TlsReader in = new TlsReader(key.slice(2, key.length()).toByteArray());
            return new Mark(RoomId.decode(in), OperationId.decode(in));
        } catch (DecodeException e) {
            throw new IllegalStateException("a key of another form", e);
        }
    }
}
