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
 * @param devices that are in it
 * @param groupInfo as its committer signed it, an MLSMessage, for those who join from outside
 */
record RoomGroup(PublicGroup group, RoomEpoch epoch, Roster roster, Set<DeviceAddress> devices, ByteString groupInfo) {
    RoomGroup {
        devices = Set.copyOf(devices);
    }

    /**
     * Looks at a group's epoch as a room's.
     *
     * @throws DecodeException when it is the group of no room
     */
    static RoomGroup of(PublicGroup group, ByteString groupInfo) throws DecodeException {
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
        return new RoomGroup(
                group, new RoomEpoch((int) id.generation(), group.context().epoch()), roster, devices, groupInfo);
    }

    /** Reads what was stored. */
    static RoomGroup restore(CryptoProvider crypto, byte[] state, byte[] tree, byte[] groupInfo) {
        try {
            return of(PublicGroup.restore(crypto, RoomRules.GROUP_RULES, state, tree), ByteString.adopt(groupInfo));
        } catch (DecodeException e) {
            throw new StoreException(Reason.DAMAGED, "a room's group: " + e.getMessage(), e);
        }
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
