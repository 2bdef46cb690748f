package chat.paloma.client.store;

import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import java.util.Optional;

/**
 * Something that a person wrote and that is not yet seen in the room's lane.
 *
 * @param id within the outbox, ascending
 * @param sealed its encryption, once it was made for sending
 * @param acknowledged whether the node has it on its disk
 */
public record OutboxEntry(long id, RoomId room, String text, Optional<Sealed> sealed, boolean acknowledged) {
    /**
     * An encryption that is sent, unchanged, until the node takes it or its epoch is over.
     *
     * @param message the device's number for it
     */
    public record Sealed(long message, RoomEpoch epoch, Envelope envelope) {}
}
