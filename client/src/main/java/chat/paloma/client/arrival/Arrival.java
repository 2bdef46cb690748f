package chat.paloma.client.arrival;

import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;

/**
 * A message of somebody else that came in.
 *
 * @param number by which arrivals are ordered, and forgotten
 * @param mentionsMe whether it mentions this account
 */
public record Arrival(long number, RoomId room, OperationId entry, boolean mentionsMe) {}
