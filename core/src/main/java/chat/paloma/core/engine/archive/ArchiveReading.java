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
import chat.paloma.core.engine.vault.ArchiveHead;
import chat.paloma.core.engine.vault.ArchivedTo;
import chat.paloma.core.engine.vault.Vault;
import chat.paloma.core.engine.vault.VaultContent;
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

    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final Vault vault;
    private final ArchiveState state;
    private final SegmentSeal seal;
    private boolean busy;
    private long lookAgainAt;

    ArchiveReading(RoomContext context, Vault vault, ArchiveState state) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.vault = vault;
        this.state = state;
        this.seal = new SegmentSeal(device);
    }

    /** Whether this device misses something that the archive has or will have. */
    boolean isWanted() {
        Optional<RoomId> selfRoom = vault.known().selfRoom();
        boolean cameLater = selfRoom.flatMap(rooms::find)
                .filter(RoomEntry::isActive)
                .filter(entry -> entry.joinedAt() > 1)
                .isPresent();
        return cameLater && (state.read().isEmpty() || hasGap());
    }

    /** Whether something between the archive's end and this device's joining was not archived when it was read last. */
    private boolean hasGap() {
        boolean alone = device.identity().record().list().content().devices().size() < 2;
        boolean newer = !vault.known().archive().equals(state.read());
        return newer || (!alone && rooms.ids().stream().anyMatch(this::isShort));
    }

    private boolean isShort(RoomId room) {
        Optional<RoomEntry> entry = rooms.find(room).filter(RoomEntry::isActive);
        return entry.isPresent() && reached(vault.known(), room) < entry.get().joinedAt() - 1;
    }

    static long reached(VaultContent content, RoomId room) {
        return content.archived().stream()
                .filter(each -> each.room().equals(room))
                .mapToLong(ArchivedTo::sequence)
                .findFirst()
                .orElse(0);
    }

    /** Reads on, if there is something to read. */
    void proceed() {
        if (busy || !isWanted()) {
            return;
        }
        Optional<ArchiveHead> newest = vault.known().archive();
        if (state.under().isEmpty() && newest.isPresent() && !newest.equals(state.read())) {
            state.setUnder(new ArchiveState.Under(newest.get(), newest.get()));
        }
        if (state.under().isPresent()) {
            read(state.under().get());
        } else if (device.millis() >= lookAgainAt) {
            lookAgainAt = device.millis() + AGAIN;
            busy = true;
            vault.load(content -> finishLook(), problem -> finishLook());
            device.after(AGAIN, this::proceed);
        }
    }

    private void finishLook() {
        busy = false;
        if (!vault.known().archive().equals(state.read())) {
            proceed();
        }
    }

    private void read(ArchiveState.Under under) {
        busy = true;
        context.blobs()
                .download(
                        vault.known().selfRoom().orElseThrow(),
                        under.next().blob(),
                        blob -> {
                            busy = false;
                            take(under, blob);
                        },
                        problem -> {
                            busy = false;
                            stop(under, problem);
                        });
    }

    private void take(ArchiveState.Under under, ByteString blob) {
        Segment segment;
        try {
            segment = seal.open(blob, under.next().key());
        } catch (DecodeException e) {
            stop(under, new Problem(ProblemCode.SERVER_DECEIVES, String.valueOf(e.getMessage())));
            return;
        }
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
        boolean last = segment.previous().isEmpty() || segment.previous().equals(state.read());
        if (last) {
            state.finished(under.from());
        } else {
            state.setUnder(
                    new ArchiveState.Under(under.from(), segment.previous().get()));
        }
        device.show(new EngineEvent.HistoryRestored(operations, last));
        // A step of its own each, so that a long archive does not hold up everything else.
        device.after(1, this::proceed);
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
        return operation.device().equals(device.address()) ? new Attestation.Own() : new Attestation.By(by);
    }

    /** A segment that can't be had ends this reading: what is older stays unread, and the person is told. */
    private void stop(ArchiveState.Under under, Problem problem) {
        if (problem.code() == ProblemCode.NO_CONNECTION) {
            device.after(AGAIN, this::proceed);
            return;
        }
        device.notice(Optional.empty(), NoticeKind.HISTORY_INCOMPLETE, problem.toString());
        state.finished(under.from());
        device.show(new EngineEvent.HistoryRestored(0, true));
    }
}
