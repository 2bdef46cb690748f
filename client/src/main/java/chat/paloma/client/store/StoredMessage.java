package chat.paloma.client.store;

import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;

/**
 * A message as it stands in a room's lane.
 *
 * @param sender as MLS authenticated it
 * @param certified whether the sender's account vouches for the device that sent it
 * @param time when the node took it, in milliseconds since 1970
 */
public record StoredMessage(
        RoomId room, long sequence, DeviceAddress sender, boolean certified, long time, String text) {}
