package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.room.Outcome.Status;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * When operations have their effect: each once, and behind everything that it names as its past, or keeps waiting for
 * it. It also knows the heads of the DAG, and notices a device with two states.
 */
final class Causality {
    private final RoomData data;
    private final RoomLimits limits;
    private final RoomChanges.Collector changes;
    private final Merge merge;

    Causality(RoomData data, RoomLimits limits, RoomChanges.Collector changes) {
        this.data = data;
        this.limits = limits;
        this.changes = changes;
        this.merge = new Merge(data, changes);
    }

    /** Takes in an operation that is not known yet. */
    Outcome receive(StoredOperation arrived, boolean mayWait) {
        List<OperationId> missing = missing(arrived.operation());
        if (mayWait && data.rules().waits(missing)) {
            return keep(arrived, missing);
        }
        release(arrived);
        return Outcome.of(arrived.id(), Status.APPLIED);
    }

    /** Takes in what else is known of an operation that is there. */
    void update(StoredOperation known, StoredOperation updated, boolean mayWait) {
        if (!known.isApplied()) {
            if (mayWait) {
                data.put(updated);
            } else {
                missing(known.operation()).forEach(id -> data.facts().remove(Facts.waits(id, known.id())));
                forget(known);
                release(updated);
            }
            return;
        }
        if (updated.equals(known)) {
            return;
        }
        merge.move(known, updated);
        if (known.effective().isEmpty() && updated.effective().isPresent()) {
            becomeAccepted(updated);
        }
        observe(updated);
    }

    /** Notes that an operation will never come, so that nothing waits for it and its past is no head. */
    Outcome giveUp(OperationId id, List<OperationId> past) {
        if (data.operation(id).isEmpty()) {
            data.facts().add(Facts.absent(id));
            past.forEach(this::becomeNamed);
            releaseWaitersOf(id);
        }
        return Outcome.of(id, Status.APPLIED);
    }

    private List<OperationId> missing(Operation operation) {
        return operation.past().stream().filter(id -> !data.isSettled(id)).toList();
    }

    private Outcome keep(StoredOperation arrived, List<OperationId> missing) {
        RoomData.Totals totals = data.totals();
        long bytes = totals.waitingBytes() + size(arrived);
        if (totals.waiting() >= limits.maxWaiting() || bytes > limits.maxWaitingBytes()) {
            return Outcome.of(arrived.id(), Status.BUFFER_FULL);
        }
        data.put(totals.withWaiting(1, size(arrived)));
        data.put(arrived.with(StoredOperation.State.WAITING));
        missing.forEach(id -> data.facts().add(Facts.waits(id, arrived.id())));
        return new Outcome(arrived.id(), Status.WAITING, missing);
    }

    private static long size(StoredOperation operation) {
        return operation.operation().encoded().length;
    }

    /** Applies an operation, and then whatever waited for it and now can go on. */
    private void release(StoredOperation first) {
        Deque<StoredOperation> ready = new ArrayDeque<>();
        ready.add(first);
        while (!ready.isEmpty()) {
            StoredOperation next = ready.removeFirst();
            apply(next);
            ready.addAll(takeWaitersOf(next.id()));
        }
    }

    private void releaseWaitersOf(OperationId id) {
        takeWaitersOf(id).forEach(this::release);
    }

    private List<StoredOperation> takeWaitersOf(OperationId id) {
        List<StoredOperation> ready = new ArrayList<>();
        for (ByteString fact : data.facts().startingWith(Facts.waiters(id), Integer.MAX_VALUE)) {
            data.facts().remove(fact);
            Optional<StoredOperation> waiter = data.operation(Facts.idOf(fact)).filter(found -> !found.isApplied());
            if (waiter.isPresent() && missing(waiter.get().operation()).isEmpty()) {
                forget(waiter.get());
                ready.add(waiter.get());
            }
        }
        return ready;
    }

    private void forget(StoredOperation waiter) {
        data.put(data.totals().withWaiting(-1, -size(waiter)));
    }

    private void apply(StoredOperation operation) {
        changes.applied.add(operation.id());
        checkChain(operation);
        data.facts().remove(Facts.absent(operation.id()));
        merge.apply(operation);
        if (operation.effective().isPresent()) {
            becomeAccepted(operation);
        }
        observe(operation);
    }

    /** The room's clock goes with effective times, and with one's own while they are queued. */
    private void observe(StoredOperation operation) {
        RoomData.Totals totals = data.totals();
        HybridTime time = operation.effective().orElse(operation.operation().time());
        if (time.compareTo(totals.clock()) > 0) {
            data.put(totals.withClock(time));
        }
    }

    /** Its past is no head any more, and it is one unless something accepted has named it already. */
    private void becomeAccepted(StoredOperation operation) {
        operation.operation().past().forEach(this::becomeNamed);
        if (!data.facts().remove(Facts.named(operation.id()))) {
            data.facts().add(Facts.head(operation.id()));
        }
    }

    private void becomeNamed(OperationId id) {
        boolean accepted =
                data.applied(id).filter(found -> found.effective().isPresent()).isPresent();
        if (accepted) {
            data.facts().remove(Facts.head(id));
        } else {
            data.facts().add(Facts.named(id));
        }
    }

    /** A device whose state is one never uses a counter twice, and never continues anything but its own chain. */
    private void checkChain(StoredOperation stored) {
        Operation operation = stored.operation();
        ByteString counters = Facts.counters(operation);
        data.facts().add(Facts.counter(operation, stored.id()));
        boolean sameCounter = data.facts().startingWith(counters, 2).size() > 1;
        boolean broken = operation
                .previousOwn()
                .flatMap(data::applied)
                .filter(previous -> !continues(operation, previous.operation()))
                .isPresent();
        if (data.rules().isDuplicated(sameCounter) || broken) {
            if (data.facts().add(Facts.duplicated(operation))) {
                changes.duplicated.add(new DeviceIncarnation(operation.device(), operation.incarnation()));
            }
        }
    }

    private static boolean continues(Operation operation, Operation previous) {
        return previous.device().equals(operation.device())
                && previous.incarnation() == operation.incarnation()
                && previous.counter() == operation.counter() - 1;
    }
}
