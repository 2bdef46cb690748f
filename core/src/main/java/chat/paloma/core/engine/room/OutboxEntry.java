package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.state.DamagedStateException;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationLimits;
import java.util.Optional;

/**
 * A message that is not in the lane yet: kept as what it says, and encrypted only when it is sent.
 *
 * @param operation that it carries; empty for a message of another type
 * @param message encoded
 * @param number that the node knows it by, once it was encrypted; it keeps it
 * @param sealed as it is being sent
 */
record OutboxEntry(Optional<OperationId> operation, ByteString message, Optional<Long> number, Optional<Sealed> sealed)
        implements TlsEncodable {
    private static final int MAX_MESSAGE = OperationLimits.MAX_OPERATION + 64;

    /** A message encrypted for an epoch. */
    record Sealed(RoomEpoch epoch, Envelope envelope) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(epoch).write(envelope);
        }

        static Sealed decode(TlsReader in) throws DecodeException {
            return new Sealed(RoomEpoch.decode(in), Envelope.decode(in));
        }
    }

    OutboxEntry sealedAs(long messageNumber, Sealed as) {
        return new OutboxEntry(operation, message, Optional.of(messageNumber), Optional.of(as));
    }

    /** To be encrypted again, with the same number: the node has taken nothing with it. */
    OutboxEntry unsealed() {
        return new OutboxEntry(operation, message, number, Optional.empty());
    }

    /** To be encrypted again, with another number. */
    OutboxEntry renumbered() {
        return new OutboxEntry(operation, message, Optional.empty(), Optional.empty());
    }

    /** What the message says, when it carries an operation: as it was written, whatever became of it here since. */
    Optional<Operation> written() {
        Decoder<RoomMessage> messages = RoomMessage::decode;
        try {
            return messages.decodeAll(message.toByteArray()) instanceof RoomMessage.OfOperation carried
                    ? Optional.of(Operation.decode(carried.operation().toByteArray()))
                    : Optional.empty();
        } catch (DecodeException e) {
            throw new DamagedStateException("a message of the outbox: " + e.getMessage(), e);
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeOptional(operation).write(message);
        out.writeOptional(number.map(value -> number(value))).writeOptional(sealed);
    }

    private static TlsEncodable number(long value) {
        return out -> out.writeUint64(value);
    }

    static OutboxEntry decode(TlsReader in) throws DecodeException {
        return new OutboxEntry(
                in.readOptional(OperationId::decode),
                ByteString.decode(in, MAX_MESSAGE),
                in.readOptional(TlsReader::readUint64),
                in.readOptional(Sealed::decode));
    }
}
