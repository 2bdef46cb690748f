package chat.paloma.core.room.snapshot;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationLimits;
import java.util.List;
import java.util.Optional;

/** One operation of a snapshot. */
public sealed interface SnapshotEntry extends TlsEncodable {
    /**
     * An operation with its effective time.
     *
     * @param evidence what its author can be verified from, when whoever made the snapshot kept it; at most {@link
     *     Attestation#MAX_EVIDENCE} bytes
     */
    record Kept(HybridTime effective, Operation operation, Optional<ByteString> evidence) implements SnapshotEntry {
        public Kept {
            if (evidence.isPresent() && evidence.get().length() > Attestation.MAX_EVIDENCE) {
                throw new IllegalArgumentException(
                        "evidence of " + evidence.get().length() + " bytes");
            }
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1)
                    .write(effective)
                    .write(ByteString.adopt(operation.encoded()))
                    .writeOptional(evidence);
        }
    }

    /**
     * One that its author deleted: others name it as their past, and nobody needs to wait for it.
     *
     * @param past what it names as its past itself, at most {@link #MAX_PAST}
     */
    record Removed(OperationId id, List<OperationId> past) implements SnapshotEntry {
        /** The dependencies and the device's own operation before. */
        static final int MAX_PAST = OperationLimits.MAX_DEPENDENCIES + 1;

        public Removed {
            past = List.copyOf(past);
            if (past.size() > MAX_PAST) {
                throw new IllegalArgumentException("a past of " + past.size());
            }
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(2).write(id).writeList(past);
        }
    }

    static SnapshotEntry decode(TlsReader in) throws DecodeException {
        int kind = in.readUint8();
        return switch (kind) {
            case 1 ->
                new Kept(
                        HybridTime.decode(in),
                        Operation.decode(in.readOpaque(OperationLimits.MAX_OPERATION)),
                        in.readOptional(value -> ByteString.decode(value, Attestation.MAX_EVIDENCE)));
            case 2 -> new Removed(OperationId.decode(in), in.readList(Removed.MAX_PAST, OperationId::decode));
            default -> throw new DecodeException(Reason.INVALID_VALUE, "no kind of entry: " + kind);
        };
    }
}
