package chat.paloma.sim.node;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A lane: its records with their heads, how its incarnations began, and the epoch that messages must be of. */
public final class SimLane {
    private record Stored(LaneRecord record, LaneHead head) {}

    private final CryptoProvider crypto;
    private final LaneId id;
    private final List<LaneStart> starts;
    private final List<Stored> records;
    private RoomEpoch epoch;
    private Position end;
    private long lastTime;

    SimLane(CryptoProvider crypto, ServerId server, LaneId id, RoomEpoch epoch) {
        this.crypto = crypto;
        this.id = id;
        this.epoch = epoch;
        LaneStart first = LaneStart.first(server, id);
        this.starts = new ArrayList<>(List.of(first));
        this.records = new ArrayList<>();
        this.end = first.position(crypto);
    }

    private SimLane(SimLane from) {
        this.crypto = from.crypto;
        this.id = from.id;
        this.starts = new ArrayList<>(from.starts);
        this.records = new ArrayList<>(from.records);
        this.epoch = from.epoch;
        this.end = from.end;
        this.lastTime = from.lastTime;
    }

    public SimLane copy() {
        return new SimLane(this);
    }

    RoomEpoch epoch() {
        return epoch;
    }

    void setEpoch(RoomEpoch next) {
        epoch = next;
    }

    public Position end() {
        return end;
    }

    List<LaneStart> starts() {
        return List.copyOf(starts);
    }

    /** Appends, whatever the epoch. */
    public Committed append(RecordKind kind, RoomEpoch of, Envelope envelope, long now) {
        lastTime = Math.max(lastTime, now);
        RecordHeader header = new RecordHeader(end.sequence() + 1, lastTime, kind, of, envelope.hash(crypto));
        LaneRecord record = new LaneRecord(header, Optional.of(envelope));
        end = new Position(end.incarnation(), header.sequence(), end.head().after(crypto, header));
        records.add(new Stored(record, end.head()));
        return new Committed(id, record, end);
    }

    /** What stands at a sequence that the lane has. */
    public Committed at(long sequence) {
        Stored stored = records.get((int) sequence - 1);
        return new Committed(id, stored.record(), new Position(incarnationOf(sequence), sequence, stored.head()));
    }

    private int incarnationOf(long sequence) {
        return starts.stream()
                .filter(start -> start.sequence() < sequence)
                .mapToInt(LaneStart::incarnation)
                .max()
                .orElse(1);
    }

    /** Deletes the envelopes up to a sequence. */
    void trim(long upTo) {
        for (int i = (int) Math.min(upTo, records.size()) - 1; i >= 0; i--) {
            Stored stored = records.get(i);
            if (stored.record().envelope().isEmpty()) {
                return;
            }
            records.set(i, new Stored(new LaneRecord(stored.record().header(), Optional.empty()), stored.head()));
        }
    }

    /** Whether the lane had this head at this sequence, in any incarnation. */
    public boolean had(Position position) {
        long sequence = position.sequence();
        if (sequence >= 1
                && sequence <= records.size()
                && records.get((int) sequence - 1).head().equals(position.head())) {
            return true;
        }
        return starts.stream()
                .anyMatch(start -> start.sequence() == sequence
                        && (LaneHead.of(crypto, start).equals(position.head())
                                || start.head().equals(position.head())));
    }

    /**
     * Records behind a sequence.
     *
     * @param upTo where the lane ends for who asks
     */
    public Range range(long after, long upTo, int maxRecords, int maxBytes) {
        Position end = upTo >= this.end.sequence() ? this.end : at(upTo).position();
        if (after > end.sequence()) {
            throw new Refused(FailureCode.POSITION_UNKNOWN, "the lane ends at " + end.sequence());
        }
        LaneStart start = starts.stream()
                .filter(each -> each.sequence() <= after)
                .reduce((former, later) -> later)
                .orElseThrow();
        long last = starts.stream()
                .mapToLong(LaneStart::sequence)
                .filter(each -> each > after)
                .min()
                .orElse(end.sequence());
        LaneHead before = after == start.sequence()
                ? LaneHead.of(crypto, start)
                : records.get((int) after - 1).head();
        List<LaneRecord> found = found(after, Math.min(last, end.sequence()), maxRecords, maxBytes);
        long behind = after + found.size();
        LaneHead head = found.isEmpty() ? before : records.get((int) behind - 1).head();
        return new Range(before, found, new Position(start.incarnation(), behind, head), end);
    }

    private List<LaneRecord> found(long after, long last, int maxRecords, int maxBytes) {
        List<LaneRecord> found = new ArrayList<>();
        int bytes = 0;
        int most = Math.clamp(maxRecords, 1, WireLimits.MAX_RANGE_RECORDS);
        for (long sequence = after + 1; sequence <= last && found.size() < most; sequence++) {
            LaneRecord record = records.get((int) sequence - 1).record();
            bytes += record.envelope().map(each -> each.bytes().length()).orElse(0);
            if (!found.isEmpty() && bytes > Math.clamp(maxBytes, 0, WireLimits.MAX_RANGE_BYTES)) {
                break;
            }
            found.add(record);
        }
        return found;
    }

    /** Goes on with a head that is not the one of the last record. */
    void breakChain() {
        end = new Position(end.incarnation(), end.sequence(), LaneHead.NONE);
    }

    /** Forgets the last record, as if it had never been. */
    void loseLast() {
        if (records.size() > 1 && starts.getLast().sequence() < end.sequence() - 1) {
            records.removeLast();
            end = new Position(
                    end.incarnation(), end.sequence() - 1, records.getLast().head());
        }
    }

    /** How many incarnations there were. */
    int incarnations() {
        return starts.size();
    }

    /** Goes over to an incarnation through all before it. */
    void beginIncarnations(int upTo) {
        while (starts.size() < upTo) {
            beginIncarnation();
        }
    }

    /** Goes over to the next incarnation, as a node does that was restored from a backup. */
    void beginIncarnation() {
        LaneStart next = starts.getLast().next(end);
        starts.add(next);
        end = next.position(crypto);
    }
}
