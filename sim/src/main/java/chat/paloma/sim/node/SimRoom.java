package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.mls.group.PublicGroup;
import java.util.Set;
import java.util.TreeSet;

/** A room's group in one epoch, as the node follows it. Immutable. */
public record SimRoom(
        PublicGroup group, RoomEpoch epoch, Roster roster, Set<DeviceAddress> devices, ByteString groupInfo) {
    static SimRoom of(PublicGroup group, ByteString groupInfo) throws DecodeException {
        RoomGroupId id = RoomGroupId.of(group.context().groupId());
        Roster roster = Roster.of(group.epochState());
        Set<DeviceAddress> devices = new TreeSet<>();
        roster.accounts()
                .values()
                .forEach(account -> account.devices()
                        .forEach(device -> devices.add(device.credential().device())));
        return new SimRoom(
                group, new RoomEpoch((int) id.generation(), group.context().epoch()), roster, devices, groupInfo);
    }

    /** In the same epoch, with other proposals that wait. */
    SimRoom with(PublicGroup next) {
        return new SimRoom(next, epoch, roster, devices, groupInfo);
    }

    public boolean hasAccount(AccountId account) {
        return roster.contains(account);
    }

    public boolean hasDevice(DeviceAddress device) {
        return devices.contains(device);
    }
}
