package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where operations stand in the lanes of rooms: one that was sent again has several places. */
final class Places {
    private static final int PLACES = 21;
    private static final int SEQUENCES = 23;

    private record Sequence(long value) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(value);
        }

        static Sequence decode(TlsReader in) throws DecodeException {
            return new Sequence(in.readUint64());
        }
    }

    private final Table<LaneKey, OperationId> places;
    private final Table<OperationKey, Sequence> sequences;

    Places(Device device) {
        this.places = new Table<>(device.state(), PLACES, LaneKey::decode, OperationId::decode);
        this.sequences = new Table<>(device.state(), SEQUENCES, OperationKey::decode, Sequence::decode);
    }

    /** An operation was read at a sequence. */
    void put(RoomId room, long sequence, OperationId operation) {
        places.put(new LaneKey(room, sequence), operation);
        OperationKey key = new OperationKey(room, operation);
        if (!sequences.contains(key)) {
            sequences.put(key, new Sequence(sequence));
        }
    }

    /** What stands at a sequence. */
    Optional<OperationId> at(RoomId room, long sequence) {
        return places.get(new LaneKey(room, sequence));
    }

    /** Where an operation was read first. */
    OptionalLong of(RoomId room, OperationId operation) {
        Optional<Sequence> found = sequences.get(new OperationKey(room, operation));
        return found.isPresent() ? OptionalLong.of(found.get().value()) : OptionalLong.empty();
    }

    /** What stands behind a sequence, in the lane's order. */
    List<Row<LaneKey, OperationId>> behind(RoomId room, long sequence, int limit) {
        return places.from(new LaneKey(room, sequence + 1), room, limit);
    }

    /** The lane no longer has what stood there. */
    void forget(Row<LaneKey, OperationId> place) {
        places.remove(place.key());
        sequences.remove(new OperationKey(place.key().room(), place.value()));
    }
}
