package chat.paloma.cli.durability;

import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.Request;
import java.util.Optional;

/**
 * Something that a device sent under one of its numbers, and what the node said. The answer comes on another thread.
 */
final class Sent {
    final LoadDevice device;
    final LoadRoom room;
    final long number;
    private Request<Appended> request;
    private EnvelopeHash hash;
    private Optional<Appended> acknowledged = Optional.empty();

    Sent(LoadDevice device, LoadRoom room, long number, Request<Appended> request, EnvelopeHash hash) {
        this.device = device;
        this.room = room;
        this.number = number;
        this.request = request;
        this.hash = hash;
    }

    synchronized Request<Appended> request() {
        return request;
    }

    synchronized EnvelopeHash hash() {
        return hash;
    }

    /** Refused because its epoch is over, so it is another message now, under the same number. */
    synchronized void replace(Request<Appended> next, EnvelopeHash nextHash) {
        if (acknowledged.isPresent()) {
            throw new IllegalStateException("refused what was acknowledged: number " + number + " of " + device.name);
        }
        request = next;
        hash = nextHash;
    }

    synchronized void acknowledge(Appended answer) {
        if (acknowledged.isPresent() && !acknowledged.get().equals(answer)) {
            throw new IllegalStateException("acknowledged at two places: " + acknowledged.get() + ", " + answer);
        }
        acknowledged = Optional.of(answer);
    }

    synchronized Optional<Appended> acknowledged() {
        return acknowledged;
    }
}
