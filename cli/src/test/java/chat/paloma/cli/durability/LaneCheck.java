package chat.paloma.cli.durability;

import static chat.paloma.cli.durability.LoadDevice.CRYPTO;

import chat.paloma.cli.wire.NodeConnection;
import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.WireLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A lane as a suspicious device reads it: from its start, verified record by record. */
final class LaneCheck {
    final List<LaneRecord> records = new ArrayList<>();
    final List<Position> positions = new ArrayList<>();
    /** Where each envelope is; the envelopes of a test differ, so one that is there twice is a fault. */
    final Map<EnvelopeHash, Position> places = new HashMap<>();

    /** Reads all of a lane of one incarnation. */
    static LaneCheck read(NodeConnection connection, LaneId lane) throws Exception {
        LaneCheck check = new LaneCheck();
        List<LaneStart> starts = connection.await(new ReadStarts(lane)).starts();
        Faults.require(starts.size() == 1, "incarnations: " + starts.size());
        LaneChain chain = LaneChain.from(CRYPTO, starts.getFirst());
        while (true) {
            Range range = connection.await(new ReadRange(
                    lane, chain.position().sequence(), WireLimits.MAX_RANGE_RECORDS, WireLimits.MAX_RANGE_BYTES));
            for (LaneRecord record : range.records()) {
                Faults.require(record.envelope().isPresent(), "an envelope is missing");
                chain = chain.follow(CRYPTO, record);
                check.add(record, chain.position());
            }
            Faults.require(chain.position().equals(range.after()), "the node names another head");
            if (range.records().isEmpty()) {
                Faults.require(chain.position().equals(range.end()), "the lane ends somewhere else");
                return check;
            }
        }
    }

    private void add(LaneRecord record, Position position) {
        records.add(record);
        positions.add(position);
        Position former = places.put(record.header().envelopeHash(), position);
        Faults.require(former == null, "one envelope is there twice: at " + former + " and " + position);
    }
}
