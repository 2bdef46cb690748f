package chat.paloma.core.engine.archive;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.engine.vault.ArchiveHead;
import chat.paloma.core.engine.vault.Vault;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.RoomInput;
import chat.paloma.core.room.operation.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the archive on a device that came to the account later: from the newest segment to the oldest, one at a time, and
 * again when another device has archived what lay between. It goes on where it was after a restart.
 */
final class ArchiveReading {
    private static final long AGAIN = 20_000;
    private static final int MAX_MOVED = 16;

    private final Device device;
    private final Rooms rooms;
    private final Vault vault;
    private final ArchiveState state;
    private final ArchiveFetching fetching;
    private boolean busy;
    private long lookAgainAt;
    private int moved;
    /** Of which this device has looked through the index, and found nothing to read. */
    private Optional<ArchiveHead> looked = Optional.empty();

    ArchiveReading(RoomContext context, Vault vault, ArchiveState state, ArchiveFetching fetching) {
        this.device = context.device();
        this.rooms = context.rooms();
        this.vault = vault;
        this.state = state;
        this.fetching = fetching;
    }

    /** Whether this device came to the account later, so that the archive may have what it misses. */
    private boolean cameLater() {
        return vault.known()
                .selfRoom()
                .flatMap(rooms::find)
                .filter(RoomEntry::isActive)
                .filter(entry -> entry.joinedAt() > 1)
                .isPresent();
    }

    /** Whether something between the archive's end and this device's joining was not archived yet. */
    private boolean isShort() {
        boolean alone = device.identity().record().list().content().devices().size() < 2;
        return !alone && rooms.ids().stream().anyMatch(this::isShort);
    }

    private boolean isShort(RoomId room) {
        Optional<RoomEntry> entry = rooms.find(room).filter(RoomEntry::isActive);
        return entry.isPresent() && vault.known().archivedTo(room) < entry.get().joinedAt() - 1;
    }

    /** Whether nothing is left to read. */
    boolean isDone() {
        Optional<ArchiveHead> newest = vault.known().archive();
        return !cameLater() || newest.isEmpty() || newest.equals(looked);
    }

    /** Reads on, if there is something to read. */
    void proceed() {
        if (busy || !cameLater()) {
            return;
        }
        Optional<ArchiveHead> newest = vault.known().archive();
        if (newest.isPresent() && !newest.equals(looked)) {
            busy = true;
            fetching.index(
                    index -> {
                        busy = false;
                        read(index);
                    },
                    this::stop);
        } else if (isShort() && device.millis() >= lookAgainAt) {
            lookAgainAt = device.millis() + AGAIN;
            busy = true;
            vault.load(content -> finishLook(), problem -> finishLook());
            device.whileConnected(AGAIN, this::proceed);
        }
    }

    private void finishLook() {
        busy = false;
        if (!vault.known().archive().equals(looked)) {
            proceed();
        }
    }

    /** Reads the newest segment that has something for this device. */
    private void read(ArchiveIndex index) {
        for (int i = index.entries().size() - 1; i >= 0; i--) {
            if (isNeeded(index, i)) {
                read(index.entries().get(i));
                return;
            }
        }
        looked = vault.known().archive();
        state.finished(index);
        device.show(new EngineEvent.HistoryRestored(0, true));
    }

    /** Whether a segment has records of a room from before this device came there, which it has not read. */
    private boolean isNeeded(ArchiveIndex index, int number) {
        ArchiveIndex.Entry entry = index.entries().get(number);
        return !state.isRead(entry.segment().blob())
                && entry.rooms().stream().anyMatch(reach -> isNeeded(index, number, reach));
    }

    private boolean isNeeded(ArchiveIndex index, int number, ArchiveIndex.Reach reach) {
        Optional<Long> read = state.readUpTo(reach.room());
        if (reach.sequence() == 0) {
            return read.isEmpty();
        }
        return reach.sequence() > read.orElse(0L) && index.before(number, reach.room()) < readsFrom(reach.room());
    }

    /** Behind which record this device reads a room by itself; who is about to come in does not know it yet. */
    private long readsFrom(RoomId room) {
        return rooms.find(room)
                .filter(entry -> entry.standing() != Standing.JOINING)
                .map(RoomEntry::joinedAt)
                .orElse(Long.MAX_VALUE);
    }

    private void read(ArchiveIndex.Entry entry) {
        busy = true;
        fetching.segment(
                entry.segment(),
                segment -> {
                    busy = false;
                    take(segment);
                    state.read(entry.segment().blob());
                    // A step of its own each, so that a long archive does not hold up everything else.
                    device.whileConnected(1, this::proceed);
                },
                this::stop);
    }

    private void take(Segment segment) {
        segment.parts()
                .forEach(part -> rooms.conversations().authorship().parts().keep(part));
        long operations = 0;
        for (Segment.OfRoom each : segment.rooms()) {
            List<RoomInput> restored = new ArrayList<>();
            each.entries()
                    .forEach(entry -> restored(each.room(), entry, segment.by()).ifPresent(restored::add));
            rooms.conversations().restore(each.room(), restored);
            operations += restored.size();
        }
        device.show(new EngineEvent.HistoryRestored(operations, false));
    }

    private Optional<RoomInput> restored(RoomId room, Segment.Entry entry, DeviceAddress by) {
        try {
            Operation operation = Operation.decode(entry.operation().toByteArray());
            return operation.room().equals(room)
                    ? Optional.of(
                            new RoomInput.Restored(operation, entry.effective(), attestation(entry, operation, by)))
                    : Optional.empty();
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    /** Evidence that does not show what it should is worth as much as the archiving device's word. */
    private Attestation attestation(Segment.Entry entry, Operation operation, DeviceAddress by) {
        if (entry.attestation() instanceof Attestation.Verified(ByteString evidence)
                && rooms.conversations().isShown(operation.device(), evidence, entry.operation())) {
            return entry.attestation();
        }
        if (operation.device().equals(device.address())) {
            return new Attestation.Own();
        }
        return entry.attestation() instanceof Attestation.By ? entry.attestation() : new Attestation.By(by);
    }

    /** What can't be had ends this reading: what is older stays unread, and the person is told. */
    private void stop(Problem problem) {
        busy = false;
        if (problem.code() == ProblemCode.NO_CONNECTION) {
            device.whileConnected(AGAIN, this::proceed);
            return;
        }
        if (problem.code() == ProblemCode.NOT_FOUND && moved < MAX_MOVED) {
            // Another device has rewritten the archive meanwhile.
            moved++;
            busy = true;
            vault.load(content -> finishLook(), failure -> finishLook());
            return;
        }
        device.notice(Optional.empty(), NoticeKind.HISTORY_INCOMPLETE, problem.toString());
        looked = vault.known().archive();
        device.show(new EngineEvent.HistoryRestored(0, true));
    }
}
