package chat.paloma.core.engine.archive;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.archive.ArchiveIndex.Entry;
import chat.paloma.core.engine.archive.ArchiveIndex.Reach;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.vault.ArchiveHead;
import chat.paloma.core.engine.vault.ArchivedTo;
import chat.paloma.core.engine.vault.Vault;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.ContentKey;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.wire.BlobId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts one segment, under a new key, in the place of some that follow each other: without what was deleted or has run out
 * since, and with what is to be added. Once the vault points to the new index, the old segments and the old index are
 * deleted at the node.
 */
final class ArchiveRewriting {
    /** Blobs that nothing came to point to are deleted after this time. */
    private static final long FORGOTTEN = 60 * 60 * 1000L;

    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final Vault vault;
    private final ArchiveState state;
    private final SegmentSeal seal;
    private final ArchiveFetching fetching;
    private final ArchiveLacking lacking;
    private final Retention retention;
    private final ArchiveLeftovers leftovers;
    private boolean busy;
    /** Whether no change to the vault can come any more that was on its way when this connection began. */
    private boolean alone;
    /** When to try again to settle what is left. */
    private long settleAt;

    /** What is added behind the segments. */
    record Added(List<ByteString> parts, List<Segment.OfRoom> rooms, List<Reach> reached) {
        static final Added NOTHING = new Added(List.of(), List.of(), List.of());
    }

    /** How it went. */
    enum Result {
        /** The archive is as was wanted. */
        DONE,
        /** A segment can't be had. */
        LOST,
        /** Another device was faster, or the node does not answer. */
        FAILED
    }

    /** Who hears how it went. */
    interface Told {
        void ended(Result result);
    }

    ArchiveRewriting(
            RoomContext context,
            Vault vault,
            ArchiveState state,
            ArchiveFetching fetching,
            ArchiveLacking lacking,
            SegmentSeal seal) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.vault = vault;
        this.state = state;
        this.fetching = fetching;
        this.lacking = lacking;
        this.seal = seal;
        this.retention = new Retention(rooms, device::millis);
        this.leftovers = new ArchiveLeftovers(device, rooms.trash());
    }

    /** Whether one is under way. */
    boolean isBusy() {
        return busy;
    }

    /** Whether one may begin: not before it is known what became of the last one. */
    boolean isFree() {
        return !busy && !leftovers.isAny();
    }

    /** Finds out what became of a replacement whose end this device did not hear; cheap when there is none. */
    void settle() {
        if (busy || !leftovers.isAny() || device.millis() < settleAt) {
            return;
        }
        busy = true;
        settleAt = device.millis() + device.settings().archiveAfter();
        device.whileConnected(device.settings().archiveAfter(), this::settle);
        if (alone) {
            settleLeftovers();
        } else {
            // A change that is still on its way there is one version behind then, and not taken any more.
            vault.reseal(
                    () -> {
                        alone = true;
                        settleLeftovers();
                    },
                    problem -> busy = false);
        }
    }

    private void settleLeftovers() {
        fetching.index(
                index -> {
                    busy = false;
                    leftovers.settle(selfRoom(), vault.known().archive(), index);
                },
                problem -> busy = false);
    }

    private RoomId selfRoom() {
        return vault.known().selfRoom().orElseThrow();
    }

    Retention retention() {
        return retention;
    }

    /** Rewrites the segments from one up to another. What would be no different is left as it is. */
    void rewrite(ArchiveIndex index, int from, int to, Added added, Told told) {
        busy = true;
        gather(new Work(vault.known().archive(), index, from, to, added, told), from, new ArrayList<>());
    }

    private record Work(Optional<ArchiveHead> before, ArchiveIndex index, int from, int to, Added added, Told told) {
        List<Entry> replaced() {
            return index.entries().subList(from, to);
        }

        boolean isCleaning() {
            return added.reached().isEmpty();
        }
    }

    private void end(Work work, Result result) {
        busy = false;
        rooms.trash().release();
        work.told().ended(result);
    }

    private void gather(Work work, int next, List<Segment> read) {
        if (next < work.to()) {
            fetching.segment(
                    work.index().entries().get(next).segment(),
                    segment -> {
                        read.add(segment);
                        gather(work, next + 1, read);
                    },
                    problem -> end(work, problem.code() == ProblemCode.NO_CONNECTION ? Result.FAILED : Result.LOST));
            return;
        }
        put(work, read);
    }

    private void put(Work work, List<Segment> read) {
        Filling filling = new Filling();
        read.forEach(segment -> segment.rooms().forEach(each -> filling.addKept(each)));
        if (work.isCleaning() && !filling.left) {
            end(work, Result.DONE);
            return;
        }
        work.added().rooms().forEach(filling::add);
        Set<ByteString> parts = new LinkedHashSet<>();
        read.forEach(segment -> parts.addAll(segment.parts()));
        parts.addAll(work.added().parts());
        // Who archived what another device had archived vouches for it from now on.
        Segment segment = new Segment(
                read.isEmpty() ? device.address() : read.getFirst().by(), List.copyOf(parts), filling.rooms());
        List<Reach> reached = filling.reached(work);
        if (reached.isEmpty()) {
            putIndex(work, Optional.empty());
            return;
        }
        upload(
                segment,
                (head, bytes) -> putIndex(work, Optional.of(new Entry(head, filling.operations, bytes, reached))),
                () -> end(work, Result.FAILED));
    }

    /** The entries of a segment in the making, room by room. */
    private final class Filling {
        private final Map<RoomId, List<Segment.Entry>> all = new LinkedHashMap<>();
        private int operations;
        private boolean left;

        void addKept(Segment.OfRoom each) {
            add(new Segment.OfRoom(
                    each.room(),
                    each.entries().stream()
                            .filter(entry -> isKept(each.room(), entry))
                            .toList()));
        }

        private boolean isKept(RoomId room, Segment.Entry entry) {
            boolean kept = !isDeleted(room, entry) && !retention.isOver(room, entry.effective());
            left |= !kept;
            return kept;
        }

        void add(Segment.OfRoom each) {
            all.computeIfAbsent(each.room(), room -> new ArrayList<>()).addAll(each.entries());
            operations += each.entries().size();
        }

        List<Segment.OfRoom> rooms() {
            return all.entrySet().stream()
                    .filter(each -> !each.getValue().isEmpty())
                    .map(each -> new Segment.OfRoom(each.getKey(), each.getValue()))
                    .toList();
        }

        /** How far the rooms reach, also those of which nothing is left: their records are not archived again. */
        List<Reach> reached(Work work) {
            Map<List<Object>, Reach> reached = new LinkedHashMap<>();
            work.replaced()
                    .forEach(entry -> entry.rooms()
                            .forEach(each -> reached.put(List.of(each.room(), each.sequence() == 0), each)));
            work.added().reached().forEach(each -> reached.put(List.of(each.room(), each.sequence() == 0), each));
            return reached.values().stream()
                    .map(each -> new Reach(each.room(), each.sequence(), oldest(each.room())))
                    .toList();
        }

        private long oldest(RoomId room) {
            return all.getOrDefault(room, List.of()).stream()
                    .mapToLong(entry -> entry.effective().millis())
                    .min()
                    .orElse(Long.MAX_VALUE >> 16);
        }
    }

    private boolean isDeleted(RoomId room, Segment.Entry entry) {
        try {
            Operation operation = Operation.decode(entry.operation().toByteArray());
            return rooms.conversations()
                    .view(room)
                    .operation(operation.id(device.crypto()))
                    .filter(stored -> stored.state() == StoredOperation.State.REMOVED)
                    .isPresent();
        } catch (DecodeException e) {
            return true;
        }
    }

    private void putIndex(Work work, Optional<Entry> entry) {
        ArchiveIndex index = work.index().replacing(work.from(), work.to(), entry);
        upload(index, (head, bytes) -> putHead(work, entry, head, index), () -> end(work, Result.FAILED));
    }

    private void putHead(Work work, Optional<Entry> entry, ArchiveHead head, ArchiveIndex index) {
        List<ArchivedTo> reached = work.added().reached().stream()
                .filter(each -> each.sequence() > 0)
                .map(each -> new ArchivedTo(each.room(), each.sequence()))
                .toList();
        work.before().ifPresent(old -> leftovers.add(selfRoom(), old.blob()));
        work.replaced().forEach(old -> leftovers.add(selfRoom(), old.segment().blob()));
        entry.ifPresent(each -> leftovers.add(selfRoom(), each.segment().blob()));
        leftovers.add(selfRoom(), head.blob());
        vault.update(
                content -> content.archive().equals(work.before())
                        ? lacking.in(content.withArchive(head, reached), reached)
                        : content,
                content -> {
                    boolean yes = content.archive().equals(Optional.of(head));
                    if (yes) {
                        state.setIndex(head, index);
                        lacking.written(content);
                    }
                    settleLeftovers();
                    end(work, yes ? Result.DONE : Result.FAILED);
                },
                problem -> end(work, Result.FAILED));
    }

    /** A blob that the node has. */
    private interface Uploaded {
        void as(ArchiveHead head, int bytes);
    }

    private void upload(TlsEncodable what, Uploaded done, Runnable failed) {
        RoomId selfRoom = selfRoom();
        ContentKey key = seal.newKey();
        ByteString sealed = seal.seal(what, key);
        BlobId name = context.blobs().name(sealed);
        rooms.trash().add(selfRoom, name, FORGOTTEN);
        rooms.trash().hold(selfRoom, name);
        context.blobs()
                .upload(
                        selfRoom,
                        sealed,
                        blob -> done.as(new ArchiveHead(blob, key), sealed.length()),
                        problem -> failed.run());
    }
}
