package chat.paloma.sim.attack;

import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.wire.Event.Delivered;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.sim.node.Committed;
import chat.paloma.sim.node.SimLane;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Another history of a lane: the true one without one record, with a chain of its own from there on. */
final class Fork {
    private final LaneId lane;
    private final SimLane truth;
    private final SimLane forked;
    private final long skipped;
    private final Map<Long, Long> places = new HashMap<>();
    private long taken;

    /** Leaves the next record out. */
    Fork(LaneId lane, SimLane truth) {
        this.lane = lane;
        this.truth = truth;
        this.forked = truth.copy();
        this.taken = truth.end().sequence();
        this.skipped = taken + 1;
    }

    /** Takes in what the true lane has. */
    private void follow() {
        while (taken < truth.end().sequence()) {
            taken++;
            if (taken != skipped) {
                RecordHeader header = truth.at(taken).record().header();
                Committed copy = forked.append(
                        header.kind(),
                        header.epoch(),
                        truth.at(taken).record().envelope().orElseThrow(),
                        header.acceptTime());
                places.put(taken, copy.position().sequence());
            }
        }
    }

    /** What is told in the place of a record; nothing for the one that is left out. */
    Optional<Delivered> event(long sequence) {
        follow();
        return Optional.ofNullable(places.get(sequence)).map(place -> {
            Committed told = forked.at(place);
            return new Delivered(lane, told.record(), told.position().head());
        });
    }

    /** Where a record stands here; as far as it is here. */
    Position position(Position there) {
        follow();
        Long place = places.get(there.sequence());
        return place == null ? there : forked.at(place).position();
    }

    Range range(long after, int maxRecords, int maxBytes) {
        follow();
        return forked.range(after, Long.MAX_VALUE, maxRecords, maxBytes);
    }

    Position end() {
        follow();
        return forked.end();
    }

    boolean had(Position position) {
        follow();
        return forked.had(position);
    }
}
