package chat.paloma.core.room.snapshot;

import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.Order;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a snapshot's parts one by one, so that a large room takes bounded memory and many steps. When the room changes
 * in between, the snapshot is not of one moment: {@link #finish} says so, and it is begun anew.
 */
public final class SnapshotWriter {
    private static final int BATCH = 64;

    private final long revision;
    private final boolean complete;
    private Optional<Order> last;
    private long operations;

    /**
     * A snapshot of what the view shows.
     *
     * @param after leaves out what stands up to here; absent for the whole room
     */
    public SnapshotWriter(RoomView view, Optional<Order> after) {
        this.revision = view.revision();
        this.complete = after.isEmpty();
        this.last = after;
    }

    /** The next part, or nothing when all are made. */
    public Optional<SnapshotPart> next(RoomView view) {
        List<SnapshotEntry> entries = new ArrayList<>();
        // The format and the length of the list.
        int size = 6;
        while (true) {
            List<StoredOperation> batch = view.operations(last, BATCH);
            for (StoredOperation operation : batch) {
                // Behind what is accepted stand only operations that are not.
                Optional<SnapshotEntry> entry = entry(operation);
                int length = entry.map(value -> value.encoded().length).orElse(0);
                if (entry.isEmpty()
                        || entries.size() == SnapshotLimits.MAX_ENTRIES
                        || size + length > SnapshotLimits.MAX_PART) {
                    return part(entries);
                }
                entries.add(entry.get());
                size += length;
                operations++;
                last = Optional.of(operation.order());
            }
            if (batch.size() < BATCH) {
                return part(entries);
            }
        }
    }

    private static Optional<SnapshotPart> part(List<SnapshotEntry> entries) {
        return entries.isEmpty() ? Optional.empty() : Optional.of(new SnapshotPart(entries));
    }

    private static Optional<SnapshotEntry> entry(StoredOperation operation) {
        if (operation.effective().isEmpty()) {
            return Optional.empty();
        }
        if (operation.state() == StoredOperation.State.REMOVED) {
            return Optional.of(new SnapshotEntry.Removed(
                    operation.id(), operation.operation().past()));
        }
        Optional<Attestation.Verified> verified =
                operation.attestation() instanceof Attestation.Verified known ? Optional.of(known) : Optional.empty();
        return Optional.of(new SnapshotEntry.Kept(
                operation.effective().get(),
                operation.operation(),
                verified.map(Attestation.Verified::evidence).filter(evidence -> !evidence.isEmpty())));
    }

    /** What the parts come to together. */
    public record Finished(List<OperationId> heads, boolean complete, long operations) {}

    /** What the snapshot says beside its parts; nothing when the room has changed since it was begun. */
    public Optional<Finished> finish(RoomView view) {
        if (view.revision() != revision) {
            return Optional.empty();
        }
        return Optional.of(new Finished(view.heads(SnapshotLimits.MAX_HEADS), complete, operations));
    }
}
