package chat.paloma.core.engine.history;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.evidence.EvidenceHandover;
import chat.paloma.core.engine.personal.Reading;
import chat.paloma.core.engine.room.Histories.Offer;
import chat.paloma.core.engine.room.Histories.Want;
import chat.paloma.core.engine.room.LaneKey;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.RoomLanes;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Order;
import chat.paloma.core.room.operation.EncryptedBlob;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.Seen;
import chat.paloma.core.room.snapshot.LaneReports;
import chat.paloma.core.room.snapshot.SignedSnapshot;
import chat.paloma.core.room.snapshot.Snapshot;
import chat.paloma.core.room.snapshot.SnapshotEntry;
import chat.paloma.core.room.snapshot.SnapshotException;
import chat.paloma.core.room.snapshot.SnapshotLimits;
import chat.paloma.core.room.snapshot.SnapshotPart;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Takes in snapshots of rooms into which this device came. Nothing of a snapshot is shown before all of it was checked;
 * then its parts are taken in one a step, the newest first. One that proves wrong is refused with a cause, and another
 * member is asked.
 */
final class HistoryTaking {
    private static final int TABLE = 65;
    private static final int MAX_ASKED = 4;
    private static final int PATIENCE = 6;
    private static final long RETRY = 5_000;

    /** Where a part lies until all were checked. */
    private record PartKey(RoomId room, int index) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeUint32(index);
        }

        static PartKey decode(TlsReader in) throws DecodeException {
            return new PartKey(RoomId.decode(in), (int) in.readUint32());
        }
    }

    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final RoomLanes lanes;
    private final Reading read;
    private final SnapshotSeal seal;
    private final SnapshotCheck check;
    private final Table<PartKey, ByteString> parts;
    private boolean busy;
    private long wakeAt = Long.MAX_VALUE;

    HistoryTaking(RoomContext context, RoomLanes lanes, Reading read) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.lanes = lanes;
        this.read = read;
        this.seal = new SnapshotSeal(device);
        this.check = new SnapshotCheck(device.crypto());
        this.parts = new Table<>(
                device.state(), TABLE, PartKey::decode, in -> ByteString.decode(in, SnapshotLimits.MAX_PART));
    }

    /** Takes what was announced, and asks for what was not; cheap when nothing is wanted. */
    void proceed() {
        if (busy) {
            return;
        }
        for (Row<RoomId, Want> row : rooms.histories().wants()) {
            RoomId room = row.key();
            if (rooms.find(room).filter(RoomEntry::isActive).isEmpty()) {
                if (rooms.find(room)
                        .filter(entry -> entry.standing() != Standing.ENDED)
                        .isEmpty()) {
                    rooms.histories().forget(room);
                }
                continue;
            }
            Optional<Row<LaneKey, Offer>> offer = rooms.histories().offer(room);
            if (offer.isPresent()) {
                take(room, offer.get());
                return;
            }
            wait(room, row.value());
        }
    }

    // Asking

    private void wait(RoomId room, Want want) {
        long patience = PATIENCE * device.settings().historyTurn();
        if (want.askAt() == 0) {
            rooms.histories().put(room, want.askingAt(want.asked(), device.millis() + patience));
            wakeAt(device.millis() + patience);
        } else if (device.millis() < want.askAt()) {
            wakeAt(want.askAt());
        } else if (want.asked() >= MAX_ASKED) {
            giveUp(room);
        } else {
            long next = device.millis() + (patience << want.asked());
            rooms.histories().put(room, want.askingAt(want.asked() + 1, next));
            wakeAt(next);
            rooms.askHistory(room, want.refused());
            lanes.poke(room);
        }
    }

    private void wakeAt(long time) {
        if (time < wakeAt || wakeAt <= device.millis()) {
            wakeAt = time;
            device.whileConnected(time - device.millis(), this::proceed);
        }
    }

    private void giveUp(RoomId room) {
        rooms.histories().forget(room);
        device.notice(
                Optional.of(room),
                NoticeKind.HISTORY_INCOMPLETE,
                "no member has sent what was written before this device came in");
    }

    // Taking

    private void take(RoomId room, Row<LaneKey, Offer> offer) {
        busy = true;
        parts.removeIf(room, row -> true);
        download(room, offer, offer.value().snapshot().content(), SnapshotLimits.MAX_SNAPSHOT, bytes -> {
            SignedSnapshot signed = SignedSnapshot.decode(bytes);
            SnapshotCheck.Open open = check.begin(room, offer.value(), signed, known(room, signed));
            takeParts(room, offer, open, signed.content().parts().size() - 1);
        });
    }

    private SnapshotCheck.Known known(RoomId room, SignedSnapshot signed) {
        DeviceAddress author = signed.content().author();
        LaneReports reports = rooms.histories().reports(room);
        Optional<Seen> own = own(room, signed.content());
        own.ifPresent(seen -> reports.add(device.address(), List.of(seen)));
        return new SnapshotCheck.Known(
                rooms.roster(room).flatMap(roster -> roster.find(author)).isPresent(),
                context.contacts()
                        .record(author.account())
                        .flatMap(record -> record.find(author.device()))
                        .flatMap(entry -> entry.key(signed.algorithm())),
                own,
                reports);
    }

    /** What this device has verified itself at the sequence up to which a snapshot goes. */
    private Optional<Seen> own(RoomId room, Snapshot content) {
        return content.lanes().stream()
                .filter(lane -> lane.region().equals(RegionId.ONLY))
                .flatMap(lane -> rooms.verifiedAt(room, lane.position().sequence()).stream())
                .map(position -> new Seen(RegionId.ONLY, position))
                .findFirst();
    }

    /** What is done with what came, which may prove wrong. */
    private interface Taken {
        void take(byte[] bytes) throws DecodeException, SnapshotException;
    }

    private void takeParts(RoomId room, Row<LaneKey, Offer> offer, SnapshotCheck.Open open, int index)
            throws SnapshotException {
        Snapshot snapshot = open.snapshot();
        if (index < 0) {
            open.finish(rooms.histories().named(room));
            apply(room, offer.value().author(), snapshot, snapshot.parts().size() - 1);
            return;
        }
        download(room, offer, snapshot.parts().get(index).content(), SnapshotLimits.MAX_PART, bytes -> {
            open.part(index, bytes);
            parts.put(new PartKey(room, index), ByteString.adopt(bytes));
            takeParts(room, offer, open, index - 1);
        });
    }

    private void download(RoomId room, Row<LaneKey, Offer> offer, EncryptedBlob what, int longest, Taken taken) {
        if (what.size() > longest) {
            refuse(room, offer.value().author(), "it is larger than it may be");
            return;
        }
        context.blobs()
                .download(
                        room,
                        what.blob(),
                        blob -> {
                            try {
                                taken.take(seal.open(room, blob, what.key()));
                            } catch (DecodeException | SnapshotException e) {
                                refuse(room, offer.value().author(), String.valueOf(e.getMessage()));
                            }
                        },
                        problem -> failed(offer.key(), problem));
    }

    /** What can't be had is nobody's fault: another one is asked for. */
    private void failed(LaneKey offer, Problem problem) {
        busy = false;
        if (problem.code() != ProblemCode.NO_CONNECTION) {
            rooms.histories().drop(offer);
        }
        device.whileConnected(RETRY, this::proceed);
    }

    private void refuse(RoomId room, DeviceAddress author, String why) {
        busy = false;
        parts.removeIf(room, row -> true);
        rooms.histories().refuse(room, author);
        rooms.histories()
                .wanted(room)
                .ifPresent(want -> rooms.histories().put(room, want.askingAt(want.asked(), device.millis())));
        device.notice(
                Optional.of(room),
                NoticeKind.HISTORY_REFUSED,
                "what '" + context.contacts().name(author.account()) + "' sent of the room's history: " + why,
                author);
        device.whileConnected(1, this::proceed);
    }

    // Taking in

    private void apply(RoomId room, DeviceAddress author, Snapshot snapshot, int index) {
        if (index < 0) {
            finish(room, snapshot);
            return;
        }
        PartKey key = new PartKey(room, index);
        Optional<ByteString> bytes = parts.get(key);
        if (bytes.isEmpty() || rooms.histories().wanted(room).isEmpty()) {
            // The room was left in between.
            busy = false;
            return;
        }
        try {
            SnapshotPart part = SnapshotPart.decode(bytes.get().toByteArray());
            part.entries().stream()
                    .flatMap(entry -> placeBefore(room, entry).stream())
                    .max(Comparator.naturalOrder())
                    .ifPresent(place -> read.begin(room, place));
            keepForArchive(room, part);
            rooms.conversations().restore(room, part.inputs(author, this::shown));
        } catch (DecodeException e) {
            throw new IllegalStateException("a part that was checked", e);
        }
        parts.remove(key);
        // A step of its own each, so that a long history does not hold up everything else.
        device.whileConnected(1, () -> apply(room, author, snapshot, index - 1));
    }

    /** All devices of the account that came in take it; the first of them archives it. */
    private void keepForArchive(RoomId room, SnapshotPart part) {
        boolean first = device.identity()
                .record()
                .list()
                .content()
                .devices()
                .getFirst()
                .device()
                .equals(device.address().device());
        if (first) {
            part.entries().stream()
                    .filter(entry -> placeBefore(room, entry).isPresent())
                    .forEach(entry -> rooms.conversations()
                            .early()
                            .add(room, ((SnapshotEntry.Kept) entry).operation().id(device.crypto())));
        }
    }

    /** Where an operation stands that was written before this device came in. */
    private Optional<Order> placeBefore(RoomId room, SnapshotEntry entry) {
        if (!(entry instanceof SnapshotEntry.Kept kept)) {
            return Optional.empty();
        }
        OperationId id = kept.operation().id(device.crypto());
        return rooms.conversations().sequence(room, id).isPresent()
                ? Optional.empty()
                : Optional.of(new Order(
                        true, kept.effective(), kept.operation().device().account(), id));
    }

    private Optional<ByteString> shown(Operation operation, ByteString handed) {
        return EvidenceHandover.take(rooms.conversations().authorship(), handed)
                .filter(evidence -> rooms.conversations()
                        .isShown(operation.device(), evidence, ByteString.adopt(operation.encoded())));
    }

    private void finish(RoomId room, Snapshot snapshot) {
        busy = false;
        Optional<Want> want = rooms.histories().wanted(room);
        rooms.histories().forget(room);
        if (snapshot.complete()) {
            want.ifPresent(each -> rooms.log().historyIsThere(room, each.joinedAt()));
        }
        device.show(new EngineEvent.HistoryRestored(snapshot.operations(), true));
        device.show(new EngineEvent.RoomChanged(room));
        proceed();
    }
}
