package chat.paloma.core.room.snapshot;

import chat.paloma.core.room.Order;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a snapshot's parts one by one, so that a large room takes bounded memory and many steps. When the room changes
 * in between, the snapshot is not of one moment: {@link #finish} says so, and it is begun anew.
 */
public final class SnapshotWriter {
    private static final int BATCH = 64;

    private final long revision;
    private final boolean complete;
    private final Optional<Order> after;
    private final SnapshotEvidence evidence;
    /** Operations that will never come, as far as the author knows: who joins does not wait for them either. */
    private final Deque<OperationId> absent;
    /** What is in the snapshot although it stands in front of {@link #after}. */
    private final Deque<StoredOperation> early;

    private final Set<OperationId> kept = new HashSet<>();
    private Optional<Order> last;
    private long operations;

    /**
     * A snapshot of what the view shows, with the evidence that is kept of each operation.
     *
     * @param after leaves out what stands up to here; absent for the whole room
     */
    public SnapshotWriter(RoomView view, Optional<Order> after) {
        this(view, after, List.of(), SnapshotEvidence.KEPT);
    }

    /**
     * A snapshot of what the view shows. It is complete when it leaves nothing out and nothing waits in the room for
     * something else.
     *
     * @param after leaves out what stands up to here; absent for the whole room
     * @param early operations that are in it although they stand up to there, in the room's order
     */
    public SnapshotWriter(
            RoomView view, Optional<Order> after, List<StoredOperation> early, SnapshotEvidence evidence) {
        List<OperationId> missing =
                after.isPresent() ? List.of() : List.copyOf(view.absent(SnapshotLimits.MAX_ENTRIES + 1));
        boolean whole = missing.size() <= SnapshotLimits.MAX_ENTRIES;
        this.revision = view.revision();
        this.complete = after.isEmpty() && whole && view.waiting() == 0;
        this.after = after;
        this.evidence = evidence;
        this.absent = new ArrayDeque<>(whole ? missing : List.of());
        this.early = new ArrayDeque<>(early.stream()
                .filter(operation -> operation.effective().isPresent())
                .toList());
        this.last = after;
        this.early.forEach(operation -> kept.add(operation.id()));
    }

    /** The next part, or nothing when all are made. */
    public Optional<SnapshotPart> next(RoomView view) {
        evidence.beginPart();
        Filling filling = new Filling();
        while (!absent.isEmpty() && filling.add(new SnapshotEntry.Removed(absent.getFirst(), List.of()))) {
            absent.removeFirst();
        }
        while (absent.isEmpty() && !early.isEmpty() && filling.addOperation(early.getFirst())) {
            early.removeFirst();
        }
        boolean more = absent.isEmpty() && early.isEmpty();
        while (more) {
            List<StoredOperation> batch = view.operations(last, BATCH);
            more = batch.size() == BATCH;
            for (StoredOperation operation : batch) {
                if (!filling.addOperation(operation)) {
                    return filling.part();
                }
                last = Optional.of(operation.order());
            }
        }
        return filling.part();
    }

    /** A part in the making. */
    private final class Filling {
        private final List<SnapshotEntry> entries = new ArrayList<>();
        /** The format and the length of the list. */
        private int size = 6;

        /** Adds an operation; not one that no lane has accepted, behind which stand only others of those. */
        boolean addOperation(StoredOperation operation) {
            return operation.effective().isPresent() && add(entry(operation));
        }

        boolean add(SnapshotEntry entry) {
            int length = entry.encoded().length;
            if (entries.size() == SnapshotLimits.MAX_ENTRIES || size + length > SnapshotLimits.MAX_PART) {
                return false;
            }
            entries.add(entry);
            size += length;
            operations++;
            return true;
        }

        Optional<SnapshotPart> part() {
            return entries.isEmpty() ? Optional.empty() : Optional.of(new SnapshotPart(entries));
        }
    }

    private SnapshotEntry entry(StoredOperation operation) {
        if (operation.state() == StoredOperation.State.REMOVED) {
            return new SnapshotEntry.Removed(
                    operation.id(), operation.operation().past());
        }
        return new SnapshotEntry.Kept(
                operation.effective().orElseThrow(), operation.operation(), evidence.of(operation));
    }

    /** What the parts come to together. */
    public record Finished(List<OperationId> heads, boolean complete, long operations) {}

    /** What the snapshot says beside its parts; nothing when the room has changed since it was begun. */
    public Optional<Finished> finish(RoomView view) {
        if (view.revision() != revision) {
            return Optional.empty();
        }
        List<OperationId> heads = view.heads(SnapshotLimits.MAX_HEADS).stream()
                .filter(head -> isIn(view, head))
                .toList();
        return Optional.of(new Finished(heads, complete, operations));
    }

    private boolean isIn(RoomView view, OperationId head) {
        return after.isEmpty()
                || kept.contains(head)
                || view.operation(head)
                        .filter(stored -> stored.order().compareTo(after.get()) > 0)
                        .isPresent();
    }
}
