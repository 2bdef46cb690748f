package chat.paloma.core.engine.evidence;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.StateReader;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.RoomInput;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.OperationId;
import java.util.Optional;

/**
 * The evidence of single operations, apart from the operations: it is most of what a device has of a room, and neither
 * showing the room nor taking in messages reads it. Only snapshots and the archive do, which can wait until a host has
 * fetched it ({@link StateReader#isAtHand}).
 */
public final class KeptEvidence {
    /** The number of the table, by which a host knows what it may keep elsewhere. */
    public static final int TABLE = 73;
    /** After how many milliseconds to look again for what was not at hand. */
    public static final long AGAIN = 200;

    private record Key(RoomId room, OperationId operation) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(operation);
        }

        static Key decode(TlsReader in) throws DecodeException {
            return new Key(RoomId.decode(in), OperationId.decode(in));
        }
    }

    private final Table<Key, ByteString> table;

    public KeptEvidence(Device device) {
        this.table =
                new Table<>(device.state(), TABLE, Key::decode, in -> ByteString.decode(in, Attestation.MAX_EVIDENCE));
    }

    /** The evidence that comes in with an operation; empty when none does. */
    public static ByteString in(RoomInput input) {
        Attestation attestation = switch (input) {
            case RoomInput.Accepted accepted -> accepted.attestation();
            case RoomInput.Restored restored -> restored.attestation();
            case RoomInput.Queued queued -> new Attestation.Own();
            case RoomInput.Absent absent -> new Attestation.Own();
        };
        return attestation instanceof Attestation.Verified(ByteString evidence) ? evidence : ByteString.EMPTY;
    }

    /** What a room is told when the evidence that comes in is kept here. */
    public static RoomInput without(RoomInput input) {
        if (in(input).isEmpty()) {
            return input;
        }
        return switch (input) {
            case RoomInput.Accepted accepted ->
                new RoomInput.Accepted(accepted.operation(), accepted.acceptTime(), new Attestation.Evident());
            case RoomInput.Restored restored ->
                new RoomInput.Restored(restored.operation(), restored.effective(), new Attestation.Evident());
            default -> input;
        };
    }

    /** Keeps the evidence of an operation. */
    public void keep(RoomId room, OperationId operation, ByteString evidence) {
        table.put(new Key(room, operation), evidence);
    }

    /** Forgets the evidence of an operation whose words are gone, which it shows nothing about any more. */
    public void forget(RoomId room, OperationId operation) {
        table.remove(new Key(room, operation));
    }

    /** The evidence of an operation, which is at hand. */
    public Optional<ByteString> of(StoredOperation stored) {
        return switch (stored.attestation()) {
            case Attestation.Evident() -> table.get(key(stored));
            case Attestation.Verified(ByteString evidence) ->
                evidence.isEmpty() ? Optional.empty() : Optional.of(evidence);
            case Attestation.Own own -> Optional.empty();
            case Attestation.By by -> Optional.empty();
        };
    }

    private static Key key(StoredOperation stored) {
        return new Key(stored.operation().room(), stored.id());
    }

    /** Looks up the evidence of many operations for something that is made of all of it. */
    public Lookup lookUp() {
        return new Lookup();
    }

    /** One look. */
    public final class Lookup {
        private boolean complete = true;

        /** The evidence of an operation; nothing also when it must be fetched first. */
        public Optional<ByteString> of(StoredOperation stored) {
            if (stored.attestation() instanceof Attestation.Evident && !table.isAtHand(key(stored))) {
                complete = false;
                return Optional.empty();
            }
            return KeptEvidence.this.of(stored);
        }

        /** Whether all of it was at hand: else it is being fetched, and what was made is made again in a while. */
        public boolean isComplete() {
            return complete;
        }
    }
}
