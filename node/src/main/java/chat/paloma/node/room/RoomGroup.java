package chat.paloma.node.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.mls.group.PublicGroup;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A room's group in one epoch, as the node follows it. Immutable.
 *
 * @param version of the room in the database, one more with each change
 * @param devices that are in it
 * @param groupInfo as its committer signed it, an MLSMessage, for those who join from outside
 */
record RoomGroup(
        long version,
        PublicGroup group,
        RoomEpoch epoch,
        Roster roster,
        Set<DeviceAddress> devices,
        ByteString groupInfo) {
    RoomGroup {
        devices = Set.copyOf(devices);
    }

    /**
     * Looks at a group's epoch as a room's.
     *
     * @throws DecodeException when it is the group of no room
     */
    static RoomGroup of(long version, PublicGroup group, ByteString groupInfo) throws DecodeException {
        RoomGroupId id = RoomGroupId.of(group.context().groupId());
        if (id.generation() > Integer.MAX_VALUE || group.context().epoch() < 0) {
            throw new DecodeException(DecodeException.Reason.TOO_LARGE, "generation " + id.generation());
        }
        Roster roster = Roster.of(group.epochState());
        Set<DeviceAddress> devices = new LinkedHashSet<>();
        roster.accounts()
                .values()
                .forEach(account -> account.devices()
                        .forEach(device -> devices.add(device.credential().device())));
        RoomEpoch epoch = new RoomEpoch((int) id.generation(), group.context().epoch());
        return new RoomGroup(version, group, epoch, roster, devices, groupInfo);
    }

    /** Reads what was stored. */
    static RoomGroup restore(CryptoProvider crypto, long version, byte[] state, byte[] tree, byte[] groupInfo) {
        try {
            PublicGroup group = PublicGroup.restore(crypto, RoomRules.GROUP_RULES, state, tree);
            return of(version, group, ByteString.adopt(groupInfo));
        } catch (DecodeException e) {
            throw new StoreException(Reason.DAMAGED, "a room's group: " + e.getMessage(), e);
        }
    }

    /** The same room with proposals more, or fewer, that wait. */
    RoomGroup withProposals(PublicGroup next) {
        return new RoomGroup(version + 1, next, epoch, roster, devices, groupInfo);
    }

    boolean hasAccount(AccountId account) {
        return roster.contains(account);
    }

    boolean hasDevice(DeviceAddress device) {
        return devices.contains(device);
    }

    /** What it takes in memory, roughly, in bytes. */
    int weight() {
        return 10_000 + devices.size() * 12_000;
    }
}
