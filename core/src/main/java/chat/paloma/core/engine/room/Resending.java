package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.RoomMessage.SentBefore;
import chat.paloma.core.engine.state.Present;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers those who can't read records of this device: with the operation once more, or, where a record carried none or
 * one that was deleted since, with that there is nothing to read. The same is answered at most every {@link #AGAIN}
 * milliseconds.
 */
final class Resending {
    private static final int EMPTY = 75;
    private static final long AGAIN = 60_000;
    private static final int MAX_REMEMBERED = 10_000;

    private final Device device;
    private final Conversations conversations;
    /** Records of this device that carried no operation. */
    private final Table<LaneKey, Present> empty;
    /** When a record was answered last; forgotten when the device is started anew. */
    private final Map<LaneKey, Long> answeredAt = new HashMap<>();

    Resending(Device device, Conversations conversations) {
        this.device = device;
        this.conversations = conversations;
        this.empty = new Table<>(device.state(), EMPTY, LaneKey::decode, Present::decode);
    }

    /** A record of this device carried no operation. */
    void empty(RoomId room, long sequence) {
        empty.put(new LaneKey(room, sequence), new Present());
    }

    /**
     * Somebody can't read these records; those of others are left to them.
     *
     * @param joinedAt where their account came into the room: what is before that is nothing for them
     */
    void askedFor(RoomId room, List<Long> sequences, long joinedAt, Outbox outbox) {
        List<Long> nothing = new ArrayList<>();
        for (long sequence : sequences) {
            if (!isDue(new LaneKey(room, sequence))) {
                continue;
            }
            Optional<OperationId> id = conversations.places().at(room, sequence).filter(each -> isOwn(room, each));
            Optional<StoredOperation> own =
                    id.filter(each -> sequence > joinedAt).flatMap(each -> own(room, each));
            if (own.isPresent()) {
                outbox.add(
                        room, again(own.get(), sequence), Optional.of(own.get().id()));
            } else if (id.isPresent() || empty.contains(new LaneKey(room, sequence))) {
                nothing.add(sequence);
            } else {
                continue;
            }
            answered(new LaneKey(room, sequence));
        }
        if (!nothing.isEmpty()) {
            outbox.add(room, new RoomMessage.Nothing(nothing), Optional.empty());
        }
    }

    private static RoomMessage again(StoredOperation own, long sequence) {
        return new RoomMessage.OfOperation(
                bytes(own),
                own.effective()
                        .map(time -> new SentBefore(
                                List.of(sequence), own.operation().time().acceptTimeOf(time))));
    }

    private static ByteString bytes(StoredOperation own) {
        return ByteString.adopt(own.operation().encoded());
    }

    private boolean isDue(LaneKey record) {
        Long last = answeredAt.get(record);
        return last == null || device.millis() - last >= AGAIN;
    }

    private void answered(LaneKey record) {
        if (answeredAt.size() > MAX_REMEMBERED) {
            answeredAt.clear();
        }
        answeredAt.put(record, device.millis());
    }

    private boolean isOwn(RoomId room, OperationId id) {
        return written(room, id).isPresent();
    }

    private Optional<StoredOperation> written(RoomId room, OperationId id) {
        return conversations
                .view(room)
                .operation(id)
                .filter(stored -> stored.operation().device().equals(device.address()));
    }

    private Optional<StoredOperation> own(RoomId room, OperationId id) {
        return written(room, id).filter(stored -> stored.state() == StoredOperation.State.APPLIED);
    }

    /** Queues again what this device wrote and the node lost, behind a sequence of the lane. */
    void offerAgain(RoomId room, long from, Outbox outbox) {
        for (Row<LaneKey, OperationId> row : conversations.places().behind(room, from, Outbox.MAX_WAITING)) {
            own(room, row.value())
                    .ifPresent(own -> outbox.add(room, new RoomMessage.OfOperation(bytes(own)), Optional.of(own.id())));
            conversations.places().forget(row);
        }
        empty.removeIf(room, row -> row.key().sequence() > from);
    }
}
