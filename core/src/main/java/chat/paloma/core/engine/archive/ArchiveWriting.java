package chat.paloma.core.engine.archive;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.engine.archive.ArchiveIndex.Reach;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.Turn;
import chat.paloma.core.engine.evidence.Evidence;
import chat.paloma.core.engine.evidence.EvidenceHash;
import chat.paloma.core.engine.evidence.KeptEvidence;
import chat.paloma.core.engine.room.LaneKey;
import chat.paloma.core.engine.room.OperationKey;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.engine.vault.Vault;
import chat.paloma.core.engine.vault.VaultContent;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Archives what this device has read and no device of the account has archived yet. All devices read the same, so they
 * take turns: each waits longer the later it stands on the account's list, and finds that it was done already.
 */
final class ArchiveWriting {
    private final Device device;
    private final Rooms rooms;
    private final Vault vault;
    private final ArchiveFetching fetching;
    private final ArchiveLacking lacking;
    private final ArchiveRewriting rewriting;
    private final Turn turn;
    /** Whether the index was asked for, into which it goes. */
    private boolean asking;
    /** When to try again what failed. */
    private long againAt;
    /** Whether the last segment could not be put, perhaps because one before it can't be had. */
    private boolean failed;

    /** What a segment is made of. */
    private record Made(ArchiveRewriting.Added added, int operations, int bytes, List<OperationKey> early) {}

    ArchiveWriting(
            RoomContext context,
            Vault vault,
            ArchiveFetching fetching,
            ArchiveLacking lacking,
            ArchiveRewriting rewriting) {
        this.device = context.device();
        this.rooms = context.rooms();
        this.vault = vault;
        this.fetching = fetching;
        this.lacking = lacking;
        this.rewriting = rewriting;
        this.turn = new Turn(device, this::proceed);
    }

    /** Archives what has waited long enough. */
    void proceed() {
        boolean ready = isFree()
                && device.millis() >= againAt
                && vault.known()
                        .selfRoom()
                        .flatMap(rooms::find)
                        .filter(RoomEntry::isActive)
                        .isPresent();
        if (ready) {
            rooms.unreadParts().settle(vault.known()::archivedTo);
            lacking.settle(vault.known());
        }
        if (ready && turn.hasCome(somethingWaits() ? OptionalLong.of(oldest()) : OptionalLong.empty())) {
            write();
        }
    }

    /** Whether a segment is on its way. */
    boolean isBusy() {
        return asking || rewriting.isBusy();
    }

    private boolean isFree() {
        return !asking && rewriting.isFree();
    }

    /** When the oldest was written of what waits: a device that is never on for long need not begin to wait each time. */
    private long oldest() {
        return rooms.ids().stream()
                .flatMap(room -> archivable(room, vault.known(), 1).stream()
                        .flatMap(row -> rooms.conversations().view(room).operation(row.value()).stream()))
                .flatMap(stored -> stored.effective().stream())
                .mapToLong(time -> Math.min(time.millis(), device.millis()))
                .min()
                .orElse(device.millis());
    }

    /** It is tried again with whatever comes next, but not at once. */
    private void failed() {
        failed = true;
        againAt = device.millis() + device.settings().archiveAfter();
        device.whileConnected(device.settings().archiveAfter(), this::proceed);
    }

    /** Archives at once what there is: another device is about to need it. */
    void flush() {
        if (isFree() && somethingWaits()) {
            write();
        }
    }

    private boolean somethingWaits() {
        return rooms.conversations().early().isAny()
                || rooms.ids().stream()
                        .anyMatch(room -> !archivable(room, vault.known(), 1).isEmpty());
    }

    /**
     * What is to be archived of a room next. What is passed over is never archived: so it ends in front of what waits,
     * which has its effect soon or is given up, and in front of what other devices of the account have to archive first.
     * What it passes over since an author is asked for it has to be known by then, and so it waits until gaps are looked at.
     */
    private List<Row<LaneKey, OperationId>> archivable(RoomId room, VaultContent content, int limit) {
        long archivedTo = content.archivedTo(room);
        long last = rooms.unreadParts().archivableTo(room);
        RoomView view = rooms.conversations().view(room);
        List<Row<LaneKey, OperationId>> behind = rooms.conversations().readBehind(room, archivedTo, limit);
        if (behind.isEmpty() || rooms.gaps().isAny(room)) {
            return List.of();
        }
        return behind.stream()
                .takeWhile(row -> {
                    Optional<StoredOperation> stored = view.operation(row.value());
                    return row.key().sequence() <= last
                            && stored.filter(ArchiveWriting::isWaiting).isEmpty();
                })
                .toList();
    }

    private void write() {
        asking = true;
        fetching.index(this::add, problem -> {
            asking = false;
            failed();
        });
    }

    private void add(ArchiveIndex index) {
        KeptEvidence.Lookup evidence = rooms.conversations().authorship().kept().lookUp();
        Made made = make(vault.known(), evidence);
        if (!evidence.isComplete()) {
            // With another index, if another device has archived meanwhile.
            device.whileConnected(KeptEvidence.AGAIN, this::write);
            return;
        }
        asking = false;
        if (rewriting.isBusy() || made.added().reached().isEmpty()) {
            failed();
        } else {
            append(index, made);
        }
    }

    /**
     * Small segments at the end become one with what is added, each time twice as many: so few stay small. Behind a failure
     * it is added by itself: one segment that is lost must not keep all that comes from being archived.
     */
    private void append(ArchiveIndex index, Made made) {
        int to = index.entries().size();
        int from = to;
        int operations = made.operations();
        long bytes = made.bytes();
        while (from > 0 && !failed) {
            ArchiveIndex.Entry last = index.entries().get(from - 1);
            boolean fits = last.operations() <= operations
                    && operations + last.operations() <= Segment.MAX_ENTRIES
                    && bytes + last.bytes() <= Segment.FULL;
            if (!fits) {
                break;
            }
            from--;
            operations += last.operations();
            bytes += last.bytes();
        }
        rewriting.rewrite(index, from, to, made.added(), result -> {
            if (result == ArchiveRewriting.Result.DONE) {
                failed = false;
                made.early().forEach(rooms.conversations().early()::remove);
                proceed();
            } else {
                failed();
            }
        });
    }

    private Made make(VaultContent content, KeptEvidence.Lookup evidence) {
        Filling filling = new Filling(evidence);
        for (RoomId room : rooms.ids()) {
            if (filling.isFull()) {
                break;
            }
            filling.addFromLane(room, archivable(room, content, filling.left()));
            filling.addEarly(room, rooms.conversations().early().of(room, filling.left()));
        }
        return filling.made();
    }

    /** A segment in the making, until it is full. */
    private final class Filling {
        private final KeptEvidence.Lookup evidence;
        private final Set<ByteString> parts = new LinkedHashSet<>();
        private final Map<RoomId, List<Segment.Entry>> entries = new LinkedHashMap<>();
        private final List<Reach> reached = new ArrayList<>();
        private final List<OperationKey> early = new ArrayList<>();
        private int operations;
        private int bytes;

        Filling(KeptEvidence.Lookup evidence) {
            this.evidence = evidence;
        }

        int left() {
            return Segment.MAX_ENTRIES - operations;
        }

        boolean isFull() {
            return left() == 0 || bytes >= Segment.FULL;
        }

        void addFromLane(RoomId room, List<Row<LaneKey, OperationId>> rows) {
            long last = 0;
            for (Row<LaneKey, OperationId> row : rows) {
                if (isFull()) {
                    break;
                }
                add(room, row.value());
                last = row.key().sequence();
            }
            if (last > 0) {
                reached.add(new Reach(room, last, 0));
            }
        }

        void addEarly(RoomId room, List<OperationKey> keys) {
            int before = early.size();
            for (OperationKey key : keys) {
                if (isFull()) {
                    break;
                }
                add(room, key.operation());
                early.add(key);
            }
            if (early.size() > before) {
                reached.add(new Reach(room, 0, 0));
            }
        }

        private void add(RoomId room, OperationId id) {
            rooms.conversations()
                    .view(room)
                    .operation(id)
                    .filter(ArchiveWriting::isThere)
                    .ifPresent(stored -> {
                        Segment.Entry entry = entry(stored, evidence, parts);
                        entries.computeIfAbsent(room, added -> new ArrayList<>())
                                .add(entry);
                        operations++;
                        bytes +=
                                entry.operation().length() + entry.attestation().encoded().length;
                    });
        }

        Made made() {
            List<Segment.OfRoom> ofRooms = entries.entrySet().stream()
                    .map(each -> new Segment.OfRoom(each.getKey(), each.getValue()))
                    .toList();
            return new Made(new ArchiveRewriting.Added(List.copyOf(parts), ofRooms, reached), operations, bytes, early);
        }
    }

    private static boolean isWaiting(StoredOperation operation) {
        return operation.state() == StoredOperation.State.WAITING;
    }

    private static boolean isThere(StoredOperation operation) {
        return operation.state() == StoredOperation.State.APPLIED
                && operation.effective().isPresent();
    }

    private Segment.Entry entry(StoredOperation stored, KeptEvidence.Lookup kept, Set<ByteString> parts) {
        Optional<ByteString> evidence = kept.of(stored);
        evidence.ifPresent(each -> addParts(each, parts));
        Attestation attestation = switch (stored.attestation()) {
            case Attestation.Own() -> new Attestation.By(device.address());
            case Attestation.By by -> by;
            case Attestation.Verified verified -> verified;
            case Attestation.Evident() -> new Attestation.Verified(evidence.orElse(ByteString.EMPTY));
        };
        return new Segment.Entry(
                stored.effective().orElseThrow(),
                attestation,
                ByteString.adopt(stored.operation().encoded()));
    }

    private void addParts(ByteString evidence, Set<ByteString> parts) {
        try {
            for (EvidenceHash hash : Evidence.parse(evidence).parts()) {
                rooms.conversations().authorship().parts().find(hash).ifPresent(parts::add);
            }
        } catch (DecodeException e) {
            throw new IllegalStateException("evidence that was kept here", e);
        }
    }
}
