package chat.paloma.core.room.snapshot;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.StoredOperation;
import java.util.Optional;

/** What goes into a snapshot so that the author of an operation can be verified from its part alone. */
public interface SnapshotEvidence {
    /** The evidence as it is kept of each operation. */
    SnapshotEvidence KEPT = new SnapshotEvidence() {
        @Override
        public void beginPart() {}

        @Override
        public Optional<ByteString> of(StoredOperation operation) {
            return operation.attestation() instanceof Attestation.Verified(ByteString evidence) && !evidence.isEmpty()
                    ? Optional.of(evidence)
                    : Optional.empty();
        }
    };

    /** Another part begins: what stands in one before is not at hand there. */
    void beginPart();

    /** The evidence of an operation, at most {@link Attestation#MAX_EVIDENCE} bytes; none when the author is vouched for. */
    Optional<ByteString> of(StoredOperation operation);
}
