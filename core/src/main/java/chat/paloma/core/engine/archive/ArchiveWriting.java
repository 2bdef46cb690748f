package chat.paloma.core.engine.archive;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.evidence.Evidence;
import chat.paloma.core.engine.evidence.EvidenceHash;
import chat.paloma.core.engine.room.LaneKey;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.engine.vault.ArchiveHead;
import chat.paloma.core.engine.vault.ArchivedTo;
import chat.paloma.core.engine.vault.Vault;
import chat.paloma.core.engine.vault.VaultContent;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.ContentKey;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.wire.BlobId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Archives what this device has read and no device of the account has archived yet. All devices read the same, so they
 * take turns: each waits longer the later it stands on the account's list, and finds that it was done already.
 */
final class ArchiveWriting {
    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final Vault vault;
    private final ArchiveState state;
    private final SegmentSeal seal;
    private boolean busy;
    /** Since when something waits to be archived; 0 when nothing does. */
    private long since;
    /** When to try again what failed. */
    private long againAt;

    /** Reached by a segment in the making. */
    private record Made(Segment segment, List<ArchivedTo> reached) {}

    ArchiveWriting(RoomContext context, Vault vault, ArchiveState state) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.vault = vault;
        this.state = state;
        this.seal = new SegmentSeal(device);
    }

    /** Archives what has waited long enough. */
    void proceed() {
        if (busy
                || device.millis() < againAt
                || vault.known()
                        .selfRoom()
                        .flatMap(rooms::find)
                        .filter(RoomEntry::isActive)
                        .isEmpty()) {
            return;
        }
        if (!somethingWaits()) {
            since = 0;
            return;
        }
        boolean news = since == 0;
        if (news) {
            since = oldest();
        }
        long left = since + patience() - device.millis();
        if (left <= 0) {
            since = 0;
            write();
        } else if (news) {
            device.after(left, this::proceed);
        }
    }

    /** Whether a segment is on its way. */
    boolean isBusy() {
        return busy;
    }

    /** When the oldest was written of what waits: a device that is never on for long need not begin to wait each time. */
    private long oldest() {
        return rooms.ids().stream()
                .flatMap(room ->
                        rooms.conversations().readBehind(room, ArchiveReading.reached(vault.known(), room), 1).stream()
                                .flatMap(row -> rooms.conversations().view(room).operation(row.value()).stream()))
                .flatMap(stored -> stored.effective().stream())
                .mapToLong(time -> Math.min(time.millis(), device.millis()))
                .min()
                .orElse(device.millis());
    }

    /** It is tried again with whatever comes next, but not at once. */
    private void failed() {
        busy = false;
        againAt = device.millis() + patience();
        device.after(patience(), this::proceed);
    }

    /** Archives at once what there is: another device is about to need it. */
    void flush() {
        if (!busy && somethingWaits()) {
            write();
        }
    }

    private long patience() {
        List<DeviceEntry> devices = device.identity().record().list().content().devices();
        int rank = 0;
        while (rank < devices.size()
                && !devices.get(rank).device().equals(device.address().device())) {
            rank++;
        }
        return device.settings().archiveAfter() * (rank + 1L);
    }

    private boolean somethingWaits() {
        return rooms.ids().stream()
                .anyMatch(room -> !rooms.conversations()
                        .readBehind(room, ArchiveReading.reached(vault.known(), room), 1)
                        .isEmpty());
    }

    private void write() {
        Made made = make(vault.known());
        if (made.reached().isEmpty()) {
            return;
        }
        busy = true;
        ContentKey key = seal.newKey();
        context.blobs()
                .upload(
                        vault.known().selfRoom().orElseThrow(),
                        seal.seal(made.segment(), key),
                        blob -> putHead(made, new ArchiveHead(blob, key)),
                        problem -> failed());
    }

    private void putHead(Made made, ArchiveHead head) {
        Optional<ArchiveHead> previous = made.segment().previous();
        vault.update(
                content -> content.archive().equals(previous) ? content.withArchive(head, made.reached()) : content,
                content -> {
                    busy = false;
                    if (content.archive().equals(Optional.of(head))) {
                        kept(previous, head);
                    } else {
                        forget(head.blob());
                    }
                    proceed();
                },
                problem -> failed());
    }

    /** A device that has read everything before needs not read its own segment. */
    private void kept(Optional<ArchiveHead> previous, ArchiveHead head) {
        if (state.read().equals(previous)) {
            state.finished(head);
        }
    }

    /** Another device was faster. */
    private void forget(BlobId blob) {
        context.blobs().delete(vault.known().selfRoom().orElseThrow(), blob);
    }

    private Made make(VaultContent content) {
        Set<ByteString> parts = new LinkedHashSet<>();
        List<Segment.OfRoom> of = new ArrayList<>();
        List<ArchivedTo> reached = new ArrayList<>();
        int entries = 0;
        int bytes = 0;
        for (RoomId room : rooms.ids()) {
            RoomView view = rooms.conversations().view(room);
            List<Segment.Entry> ofRoom = new ArrayList<>();
            long last = 0;
            for (Row<LaneKey, OperationId> row : rooms.conversations()
                    .readBehind(room, ArchiveReading.reached(content, room), Segment.MAX_ENTRIES - entries)) {
                if (bytes >= Segment.FULL) {
                    break;
                }
                last = row.key().sequence();
                Optional<StoredOperation> stored = view.operation(row.value())
                        .filter(each -> each.state() == StoredOperation.State.APPLIED
                                && each.effective().isPresent());
                if (stored.isPresent()) {
                    Segment.Entry entry = entry(stored.get(), parts);
                    ofRoom.add(entry);
                    bytes += entry.operation().length() + entry.attestation().encoded().length;
                }
            }
            if (last > 0) {
                entries += ofRoom.size();
                of.add(new Segment.OfRoom(room, ofRoom));
                reached.add(new ArchivedTo(room, last));
            }
            if (entries >= Segment.MAX_ENTRIES || bytes >= Segment.FULL) {
                break;
            }
        }
        return new Made(new Segment(content.archive(), device.address(), List.copyOf(parts), of), reached);
    }

    private Segment.Entry entry(StoredOperation stored, Set<ByteString> parts) {
        if (stored.attestation() instanceof Attestation.Verified(ByteString evidence) && !evidence.isEmpty()) {
            try {
                Evidence parsed = Evidence.parse(evidence);
                for (EvidenceHash hash : List.of(parsed.context(), parsed.author(), parsed.certificate())) {
                    rooms.conversations().authorship().parts().find(hash).ifPresent(parts::add);
                }
            } catch (DecodeException e) {
                throw new IllegalStateException("evidence that was kept here", e);
            }
        }
        return new Segment.Entry(
                stored.effective().orElseThrow(),
                stored.attestation() instanceof Attestation.Own
                        ? new Attestation.By(device.address())
                        : stored.attestation(),
                ByteString.adopt(stored.operation().encoded()));
    }
}
