package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationLimits;
import java.util.Optional;

/**
 * An operation as a room keeps it.
 *
 * @param effective its effective time so far: the smallest of those that the lanes that accepted it give it; absent
 *     while none has
 */
public record StoredOperation(
        OperationId id, Operation operation, Optional<HybridTime> effective, Attestation attestation, State state)
        implements TlsEncodable {
    /** What became of it. */
    public enum State {
        /** It is kept until what it depends on is there. */
        WAITING(1),
        /** It has its effect. */
        APPLIED(2),
        /** Its author deleted it: the words are gone, only its place is kept. */
        REMOVED(3);

        private final int number;

        State(int number) {
            this.number = number;
        }

        private static State decode(TlsReader in) throws DecodeException {
            int number = in.readUint8();
            for (State state : values()) {
                if (state.number == number) {
                    return state;
                }
            }
            throw new DecodeException(Reason.INVALID_VALUE, "no state: " + number);
        }
    }

    /** The account that made it. */
    public AccountId author() {
        return operation.device().account();
    }

    /** Where it stands. */
    public Order order() {
        return new Order(effective.isPresent(), effective.orElse(operation.time()), author(), id);
    }

    /** Whether it has, or had, its effect. */
    boolean isApplied() {
        return state != State.WAITING;
    }

    StoredOperation with(State other) {
        return new StoredOperation(id, operation, effective, attestation, other);
    }

    StoredOperation withEffective(Optional<HybridTime> time, Attestation how) {
        return new StoredOperation(id, operation, time, how, state);
    }

    StoredOperation removed() {
        return new StoredOperation(id, Redaction.of(operation), effective, attestation, State.REMOVED);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(id)
                .writeUint8(state.number)
                .writeOptional(effective)
                .write(attestation)
                .write(ByteString.adopt(operation.encoded()));
    }

    static StoredOperation decode(TlsReader in) throws DecodeException {
        OperationId id = OperationId.decode(in);
        State state = State.decode(in);
        Optional<HybridTime> effective = in.readOptional(HybridTime::decode);
        Attestation attestation = Attestation.decode(in);
        Operation operation = Operation.decode(in.readOpaque(OperationLimits.MAX_OPERATION));
        return new StoredOperation(id, operation, effective, attestation, state);
    }
}
