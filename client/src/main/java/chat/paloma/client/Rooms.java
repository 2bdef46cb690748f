package chat.paloma.client;

import chat.paloma.client.RoomReader.Reading;
import chat.paloma.client.store.OutboxEntry;
import chat.paloma.client.store.ProfileStore;
import chat.paloma.client.store.StoredMessage;
import chat.paloma.client.store.StoredRoom;
import chat.paloma.client.transport.NodeException;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rooms of this device. A step of a group, what it decrypted and how far the lane was read are on the disk together,
 * before anybody hears of it.
 */
final class Rooms {
    private final Device device;
    private final Accounts accounts;
    private final LaneReader lanes;
    private final ClientListener listener;
    /** What is on the disk, decoded. A room whose group was used for something that failed is not in it. */
    private final Map<RoomId, StoredRoom> loaded = new HashMap<>();
    /** Rooms that this session can't follow any further, and why. A later one, or a newer client, tries again. */
    private final Map<RoomId, String> stuck = new HashMap<>();

    Rooms(Device device, Accounts accounts, LaneReader lanes, ClientListener listener) {
        this.device = device;
        this.accounts = accounts;
        this.lanes = lanes;
        this.listener = listener;
    }

    private ProfileStore store() {
        return device.store();
    }

    List<RoomId> ids() {
        return store().rooms().ids();
    }

    Optional<StoredRoom> find(RoomId room) {
        StoredRoom known = loaded.get(room);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<StoredRoom> stored = store().rooms().find(room);
        stored.ifPresent(each -> loaded.put(room, each));
        return stored;
    }

    /**
     * The room, to take a step with its group: until {@link #save} it counts as not loaded, so that after a failure the
     * next one begins with what is on the disk.
     */
    Optional<StoredRoom> take(RoomId room) {
        Optional<StoredRoom> found = find(room);
        loaded.remove(room);
        return found;
    }

    /** Keeps a step, together with what else must be on the disk with it. */
    void save(StoredRoom room, Runnable with) {
        store().write(() -> {
            store().rooms().save(room);
            with.run();
        });
        loaded.put(room.id(), room);
    }

    void save(StoredRoom room) {
        save(room, () -> {});
    }

    /** Why a room can't be followed any further, and so not be written to. */
    Optional<String> stuck(RoomId room) {
        return Optional.ofNullable(stuck.get(room));
    }

    /** Leaves a room as it is on the disk, in front of what can't be read: the server's word alone never ends it. */
    void stick(RoomId room, String why) {
        loaded.remove(room);
        if (stuck.putIfAbsent(room, why) == null) {
            listener.notice("a room can't be followed any further: " + why
                    + "; nothing of it was deleted here, and each connection tries again: use the newest client, or"
                    + " ask who runs the server");
        }
    }

    /** Forgets the secrets of a room whose members removed this device, as MLS has proven. */
    void end(RoomId room, String why) {
        loaded.remove(room);
        store().rooms().end(room, why);
        listener.notice("a room has ended for this device: " + why);
    }

    /** Forgets a room that never came to be, with what was written for it. */
    void forget(RoomId room) {
        loaded.remove(room);
        store().write(() -> {
            store().outbox().waiting(room).forEach(entry -> store().outbox().remove(entry.id()));
            store().rooms().forget(room);
        });
    }

    /** Who is in a room. */
    static Roster roster(StoredRoom room) {
        try {
            return Roster.of(room.group().epochState());
        } catch (DecodeException e) {
            throw new IllegalStateException("the rules of rooms let a group pass that is none", e);
        }
    }

    /** The conversation of two: the room with exactly this account and the own one. */
    Optional<RoomId> directWith(AccountId account) {
        for (RoomId id : ids()) {
            if (find(id).map(room -> roster(room).accounts().keySet())
                    .filter(Set.of(account, device.account())::equals)
                    .isPresent()) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    /** Reads a room's lane to its end. */
    void catchUp(RoomId id) throws NodeException, InterruptedException {
        Optional<StoredRoom> room = find(id);
        if (room.isPresent() && stuck(id).isEmpty()) {
            LaneChain read = lanes.readToEnd(room.get().chain(), (record, after) -> accept(id, record, after));
            // A lane may go over to another incarnation without a record.
            Optional<StoredRoom> now =
                    find(id).filter(each -> stuck(id).isEmpty() && !each.chain().equals(read));
            if (now.isPresent()) {
                save(now.get().withChain(read));
            }
        }
    }

    /** Takes in the next record of a room's lane. */
    void accept(RoomId id, LaneRecord record, LaneChain after) throws NodeException, InterruptedException {
        if (stuck.containsKey(id)) {
            return;
        }
        Optional<OutboxEntry> own =
                record.envelope().flatMap(envelope -> store().outbox().find(id, envelope));
        Optional<StoredRoom> taken = take(id);
        if (taken.isEmpty()) {
            return;
        }
        StoredRoom room = taken.get().withChain(after);
        if (own.isPresent()) {
            save(room, () -> {
                store().messages()
                        .add(
                                message(
                                        id,
                                        record,
                                        device.address(),
                                        true,
                                        own.get().text()),
                                true);
                store().outbox().remove(own.get().id());
            });
            return;
        }
        switch (RoomReader.read(room.group(), record)) {
            case Reading.Message message -> {
                DeviceAddress sender = Accounts.credential(message.sender()).device();
                accounts.known(sender.account());
                boolean certified = accounts.isCertified(message.sender());
                save(
                        room.withGroup(message.next()),
                        () -> store().messages().add(message(id, record, sender, certified, message.text()), false));
            }
            case Reading.Advanced advanced ->
                save(room.withGroup(advanced.next()).withoutSubmission());
            case Reading.Quiet quiet -> save(room.withGroup(quiet.next()));
            case Reading.Unreadable unreadable -> {
                save(room.withGroup(unreadable.next()));
                listener.notice(
                        "record " + record.header().sequence() + " of a room can't be read: " + unreadable.why());
            }
            case Reading.Ended ended -> end(id, ended.why());
            case Reading.Stuck here -> stick(id, "at record " + record.header().sequence() + " " + here.why());
        }
    }

    private static StoredMessage message(
            RoomId room, LaneRecord record, DeviceAddress sender, boolean certified, String text) {
        return new StoredMessage(
                room,
                record.header().sequence(),
                sender,
                certified,
                record.header().acceptTime(),
                text);
    }

    /** The handles of those who are in a room, but the own one. */
    List<String> others(StoredRoom room) throws NodeException, InterruptedException {
        List<String> handles = new ArrayList<>();
        for (AccountId account : roster(room).accounts().keySet()) {
            if (!account.equals(device.account())) {
                handles.add(accounts.known(account).handle().value());
            }
        }
        return handles;
    }
}
