package chat.paloma.core.engine.history;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.evidence.KeptEvidence;
import chat.paloma.core.engine.room.Histories.Duty;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.RoomLanes;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.ContentKey;
import chat.paloma.core.room.operation.EncryptedBlob;
import chat.paloma.core.room.operation.OperationLimits;
import chat.paloma.core.room.operation.Seen;
import chat.paloma.core.room.snapshot.SignedSnapshot;
import chat.paloma.core.room.snapshot.Snapshot;
import chat.paloma.core.room.snapshot.SnapshotPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Makes snapshots for those who came into rooms. Members take turns: who let somebody in, and then the others by their
 * leaves, those first who are online as the node says. Who sees the announcement of another has nothing to do.
 */
final class HistorySharing {
    /** The blobs of a snapshot are deleted after this time: who comes for it later asks for another one. */
    private static final long KEPT = 24 * 60 * 60 * 1000L;

    private static final long RETRY = 5_000;
    /** A turn is so many times as long as the moment for those who are added one after the other. */
    private static final int MOMENT = 40;

    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final RoomLanes lanes;
    private final Predicate<AccountId> online;
    private final SnapshotSeal seal;
    private boolean busy;
    private long wakeAt = Long.MAX_VALUE;

    HistorySharing(RoomContext context, RoomLanes lanes, Predicate<AccountId> online) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.lanes = lanes;
        this.online = online;
        this.seal = new SnapshotSeal(device);
    }

    /** Makes the snapshot that is due; cheap when none is. */
    void proceed() {
        if (busy) {
            return;
        }
        for (Row<RoomId, Duty> row : rooms.histories().duties()) {
            RoomId room = row.key();
            Optional<Long> rank = rank(room, row.value());
            if (rank.isEmpty()) {
                rooms.histories().done(room);
                continue;
            }
            long turn = device.settings().historyTurn();
            // A moment for those who are added one after the other.
            long due = row.value().since() + turn / MOMENT + turn * rank.get();
            if (device.millis() >= due) {
                begin(room);
                return;
            }
            wakeAt(due);
        }
    }

    private void wakeAt(long time) {
        if (time < wakeAt || wakeAt <= device.millis()) {
            wakeAt = time;
            device.whileConnected(time - device.millis(), this::proceed);
        }
    }

    /** How many members have their turn before this device; empty when it is none of its business. */
    private Optional<Long> rank(RoomId room, Duty duty) {
        Optional<Roster> roster = rooms.roster(room)
                .filter(known -> rooms.find(room).filter(RoomEntry::isActive).isPresent());
        if (roster.isEmpty()
                || rooms.histories().wanted(room).isPresent()
                || duty.without().contains(device.address())) {
            return Optional.empty();
        }
        List<DeviceAddress> members = new ArrayList<>();
        roster.get().accounts().values().stream()
                .flatMap(account -> account.devices().stream())
                .sorted(Comparator.comparingInt(each -> each.leaf().value()))
                .map(each -> each.credential().device())
                .filter(each -> !duty.without().contains(each))
                .forEach(members::add);
        duty.first().filter(members::remove).ifPresent(first -> members.add(0, first));
        int own = members.indexOf(device.address());
        return own < 0
                ? Optional.empty()
                : Optional.of(members.subList(0, own).stream()
                        .filter(each -> isOnline(each, duty))
                        .count());
    }

    private boolean isOnline(DeviceAddress member, Duty duty) {
        return duty.first().equals(Optional.of(member))
                || member.account().equals(device.account())
                || online.test(member.account());
    }

    private void begin(RoomId room) {
        busy = true;
        Optional<SharedHistory> shared = SharedHistory.of(rooms, room);
        if (shared.isEmpty()) {
            device.whileConnected(KeptEvidence.AGAIN, () -> {
                busy = false;
                proceed();
            });
            return;
        }
        Seen seen =
                new Seen(RegionId.ONLY, rooms.find(room).orElseThrow().chain().position());
        uploadParts(room, seen, shared.get(), new ArrayList<>());
    }

    private void uploadParts(RoomId room, Seen seen, SharedHistory shared, List<Snapshot.Part> done) {
        if (done.size() == shared.parts().size()) {
            sign(room, seen, shared, done);
            return;
        }
        SnapshotPart part = shared.parts().get(done.size());
        upload(room, part, content -> {
            done.add(new Snapshot.Part(part.hash(device.crypto()), content));
            uploadParts(room, seen, shared, done);
        });
    }

    private void upload(RoomId room, TlsEncodable what, Consumer<EncryptedBlob> done) {
        byte[] bytes = what.encoded();
        ContentKey key = seal.newKey();
        ByteString sealed = seal.seal(room, bytes, key);
        // Before it is uploaded, so that it does not stay there whatever happens in between.
        rooms.trash().add(room, context.blobs().name(sealed), KEPT);
        int piece = Math.max(OperationLimits.MIN_CHUNK, bytes.length);
        context.blobs()
                .upload(
                        room,
                        sealed,
                        blob -> done.accept(new EncryptedBlob(blob, bytes.length, key, piece)),
                        problem -> {
                            busy = false;
                            device.whileConnected(RETRY, this::proceed);
                        });
    }

    private void sign(RoomId room, Seen seen, SharedHistory shared, List<Snapshot.Part> parts) {
        Snapshot content = new Snapshot(
                room,
                device.address(),
                device.millis(),
                List.of(seen),
                shared.finished().heads(),
                shared.finished().complete(),
                shared.finished().operations(),
                parts);
        SignedSnapshot signed;
        try {
            signed = SignedSnapshot.sign(
                    device.crypto(),
                    content,
                    device.identity()
                            .deviceKeys()
                            .find(device.settings().keyAlgorithm())
                            .orElseThrow(),
                    device.random());
        } catch (CryptoException e) {
            throw new IllegalStateException("the device's own key is unusable", e);
        }
        upload(room, signed, blob -> announce(room, new Content.Snapshot(signed.hash(device.crypto()), blob)));
    }

    private void announce(RoomId room, Content.Snapshot snapshot) {
        busy = false;
        boolean active = rooms.find(room).filter(RoomEntry::isActive).isPresent();
        if (active && rooms.histories().duty(room).isPresent()) {
            rooms.histories().done(room);
            rooms.write(room, composer -> Optional.of(snapshot));
            lanes.poke(room);
        }
        proceed();
    }
}
