package chat.paloma.core.engine.room;

import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoleEntry;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.WhoMayAdd;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** What is wanted of rooms: kept, and done when that is possible. */
public final class RoomWishes {
    private static final Outcome DONE = new Outcome.Done();

    private final Rooms rooms;

    public RoomWishes(Rooms rooms) {
        this.rooms = rooms;
    }

    /** The policy of a conversation of two, which both own: neither can put the other out. */
    public static RoomPolicy directPolicy(RoomId room, AccountId one, AccountId other) {
        List<RoleEntry> owners = Stream.of(one, other)
                .sorted(Comparator.naturalOrder())
                .map(account -> new RoleEntry(account, Role.OWNER))
                .toList();
        return new RoomPolicy(new RoomGroupId(room, 0), WhoMayAdd.ADMINISTRATORS, owners, List.of());
    }

    /** Adds somebody, for nobody who would hear of it but in the room. */
    public void add(RoomId room, AccountId account) {
        rooms.intents().add(room, new Intent.Add(account, false));
    }

    /** Adds somebody once they accept; what is written waits until then. */
    public void addPatiently(RoomId room, AccountId account) {
        rooms.intents().add(room, new Intent.Add(account, true));
    }

    /**
     * Lets an account back in, once it accepts, where one that it took the place of was, and where this account may add
     * people.
     *
     * @param former the accounts that it took the place of
     * @return the rooms
     */
    public List<RoomId> readmit(AccountId account, List<AccountId> former) {
        List<RoomId> back = rooms.ids().stream()
                .filter(room -> rooms.find(room).filter(RoomEntry::isActive).isPresent())
                .filter(room -> rooms.direct(room).isEmpty())
                .filter(room -> former.stream().anyMatch(each -> rooms.log().wasIn(room, each)))
                .filter(room -> rooms.roster(room)
                        .filter(roster -> !roster.contains(account))
                        .filter(roster -> roster.policy()
                                .roleOf(rooms.ownAccount())
                                .isAtLeast(roster.policy().whoMayAdd().role()))
                        .isPresent())
                .toList();
        back.forEach(room -> addPatiently(room, account));
        return back;
    }

    /** For whom something waits that they have to accept first. */
    public Set<AccountId> awaited() {
        Set<AccountId> accounts = new TreeSet<>();
        for (RoomId room : rooms.ids()) {
            rooms.intents().all(room).forEach(row -> {
                if (row.value() instanceof Intent.Add add && add.patient()) {
                    accounts.add(add.account());
                }
            });
        }
        return accounts;
    }

    public void add(RoomId room, AccountId account, long command) {
        rooms.intents().add(room, new Intent.Add(account, false), command, DONE);
    }

    public void remove(RoomId room, AccountId account, long command) {
        rooms.intents().add(room, new Intent.Remove(account), command, DONE);
    }

    public void setRole(RoomId room, AccountId account, Role role, long command) {
        rooms.intents().add(room, new Intent.SetRole(account, role), command, DONE);
    }

    public void setWhoMayAdd(RoomId room, WhoMayAdd who, long command) {
        rooms.intents().add(room, new Intent.SetWhoMayAdd(who), command, DONE);
    }

    public void setLink(RoomId room, SignaturePublicKey key, boolean good, long command, Outcome outcome) {
        rooms.intents().add(room, new Intent.SetLink(key, good), command, outcome);
    }

    /** Makes all links useless; the last of the changes ends the command. */
    public void revokeLinks(RoomId room, long command, LongConsumer nothingToDo) {
        List<SignaturePublicKey> keys =
                rooms.roster(room).map(roster -> roster.policy().linkKeys()).orElse(List.of());
        if (keys.isEmpty()) {
            nothingToDo.accept(command);
            return;
        }
        for (int i = 0; i < keys.size() - 1; i++) {
            rooms.intents().add(room, new Intent.SetLink(keys.get(i), false));
        }
        setLink(room, keys.getLast(), false, command, DONE);
    }

    /** Brings this device's newest certificate, and fresh keys, into all rooms. */
    public void healAll() {
        rooms.ids().stream()
                .filter(room -> rooms.find(room).filter(RoomEntry::isActive).isPresent())
                .forEach(room -> rooms.intents().add(room, new Intent.Heal()));
    }

    /** Takes a device out of all rooms. */
    public void removeEverywhere(chat.paloma.core.identity.DeviceAddress device) {
        rooms.ids().stream()
                .filter(room -> rooms.roster(room)
                        .filter(roster -> roster.find(device).isPresent())
                        .isPresent())
                .forEach(room -> rooms.intents().add(room, new Intent.RemoveDevice(device)));
    }
}
