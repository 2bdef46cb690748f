package chat.paloma.core.room;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Outcome.Status;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.store.NotLoadedException;
import chat.paloma.core.room.store.RoomStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One device's replica of a room. It keeps nothing in memory: everything lies in the store, of which each step reads
 * some O(log n) values and says what to write.
 *
 * <p>Every method may throw {@link NotLoadedException} when the store does, and has changed nothing then.
 * Single-threaded.
 */
public final class Room {
    private final CryptoProvider crypto;
    private final RoomId id;
    private final RoomStore store;
    private final RoomLimits limits;
    private final MergeRules rules;

    public Room(CryptoProvider crypto, RoomId id, RoomStore store, RoomLimits limits) {
        this(crypto, id, store, limits, MergeRules.DEFAULT);
    }

    Room(CryptoProvider crypto, RoomId id, RoomStore store, RoomLimits limits, MergeRules rules) {
        this.crypto = crypto;
        this.id = id;
        this.store = store;
        this.limits = limits;
        this.rules = rules;
    }

    public RoomId id() {
        return id;
    }

    /** Tells the room one thing. */
    public RoomStep apply(RoomInput input) {
        return apply(List.of(input));
    }

    /** Tells the room several things, in this order: cheaper than one by one, and stored together. */
    public RoomStep apply(List<RoomInput> inputs) {
        RoomData data = new RoomData(store, rules);
        RoomChanges.Collector changes = new RoomChanges.Collector();
        Causality causality = new Causality(data, limits, changes);
        List<Outcome> outcomes = new ArrayList<>();
        for (RoomInput input : inputs) {
            outcomes.add(apply(data, causality, input));
        }
        if (data.changes().isChanged()) {
            data.put(data.totals().revised());
        }
        return new RoomStep(outcomes, data.changes().writes(), changes.toChanges());
    }

    private Outcome apply(RoomData data, Causality causality, RoomInput input) {
        return switch (input) {
            case RoomInput.Queued(Operation operation) ->
                apply(data, causality, stored(operation, Optional.empty(), new Attestation.Own()), true);
            case RoomInput.Accepted(Operation operation, long acceptTime, Attestation attestation) -> {
                HybridTime time = rules.effectiveTime(operation, acceptTime);
                yield apply(data, causality, stored(operation, Optional.of(time), attestation), true);
            }
            case RoomInput.Restored(Operation operation, HybridTime time, Attestation attestation) ->
                apply(data, causality, stored(operation, Optional.of(time), attestation), false);
            case RoomInput.Absent(OperationId absent, List<OperationId> past) -> causality.giveUp(absent, past);
        };
    }

    private StoredOperation stored(Operation operation, Optional<HybridTime> effective, Attestation attestation) {
        return new StoredOperation(
                operation.id(crypto), operation, effective, attestation, StoredOperation.State.WAITING);
    }

    private Outcome apply(RoomData data, Causality causality, StoredOperation arrived, boolean mayWait) {
        if (!arrived.operation().room().equals(id)) {
            return Outcome.of(arrived.id(), Status.OTHER_ROOM);
        }
        Optional<StoredOperation> known = data.operation(arrived.id());
        if (!rules.isRepeat(known.isPresent())) {
            return causality.receive(arrived, mayWait);
        }
        StoredOperation before = known.orElseThrow();
        StoredOperation updated = before.withEffective(
                earlier(before.effective(), arrived.effective()),
                before.attestation().or(arrived.attestation()));
        causality.update(before, updated, mayWait);
        return Outcome.of(arrived.id(), Status.REPEATED);
    }

    private Optional<HybridTime> earlier(Optional<HybridTime> one, Optional<HybridTime> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return Optional.of(rules.effectiveTime(one.get(), other.get()));
    }

    /** Looks at the room as it is in the store now. Make a new one after each step. */
    public RoomView view() {
        return new RoomView(new RoomData(store, rules));
    }

    /**
     * Makes operations of a device.
     *
     * @param incarnation of the device, from 1
     */
    public RoomComposer composer(DeviceAddress device, long incarnation) {
        return new RoomComposer(id, device, incarnation, () -> new RoomData(store, rules));
    }
}
