package chat.paloma.core.engine.lane;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneException;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.Event.Delivered;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.LaneStatus;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.LaneRequests.Starts;
import chat.paloma.core.wire.WireLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Follows one lane on one connection: from where it was read, without a gap, through ranges first and events then.
 *
 * <p>Records wait here, at most a range of them, while the sink is busy. An event that does not continue what is here
 * only says that there is more to read.
 */
public final class LaneFollower {
    private static final int RECORDS = 256;

    private final CryptoProvider crypto;
    private final NodeLink link;
    private final LaneSink sink;
    private final LaneId lane;
    private final Deque<LaneRecord> waiting = new ArrayDeque<>();
    /** The chain behind what waits: what was read and verified, though not yet taken in. */
    private LaneChain verified;

    private boolean following;
    /** Whether the node has not answered yet from where on it delivers. */
    private boolean asking;
    /** Whether the node shows what there is, and tells nothing new. */
    private boolean onlyRanges;

    private boolean reading;
    /** Whether the node may have more than what is here. */
    private boolean behind;
    /** Whether nothing more comes on this connection. */
    private boolean over;

    public LaneFollower(CryptoProvider crypto, NodeLink link, LaneSink sink) {
        this.crypto = crypto;
        this.link = link;
        this.sink = sink;
        this.verified = sink.chain();
        this.lane = verified.lane();
    }

    /** Begins to follow. */
    public void start() {
        if (over || following) {
            return;
        }
        following = true;
        asking = true;
        link.ask(
                new Follow(List.of(new Cursor(lane, verified.position()))),
                answer -> {
                    asking = false;
                    followed(answer.lanes().getFirst());
                },
                this::failed);
    }

    private void followed(LaneStatus status) {
        switch (status.state()) {
            case LIVE -> {
                behind = !status.position().equals(verified.position());
                pump();
            }
            case OTHER_INCARNATION -> readStarts(true);
            case DIVERGED -> {
                following = false;
                readStarts(true);
            }
            case NOT_FOUND -> {
                // A device that was removed may still read up to its removal.
                onlyRanges = true;
                behind = true;
                pump();
            }
        }
    }

    /** Stops taking anything in. */
    public void stop() {
        over = true;
        waiting.clear();
    }

    private void end(String why) {
        if (!over) {
            stop();
            sink.broken(why);
        }
    }

    private void failed(Failure failure) {
        String why = "the server does not show it: " + failure;
        if (!failure.is(FailureCode.NOT_A_MEMBER) && !failure.is(FailureCode.NOT_FOUND)) {
            end(why);
        } else if (!over) {
            stop();
            sink.notShown(why);
        }
    }

    // Going over to another incarnation

    /**
     * Asks how the lane's incarnations began.
     *
     * @param further whether the node says that the lane goes on in another one
     */
    private void readStarts(boolean further) {
        // An event of the next incarnation does not continue this one.
        reading = true;
        link.ask(
                new ReadStarts(lane),
                starts -> {
                    reading = false;
                    begin(starts, further);
                },
                this::failed);
    }

    private void begin(Starts starts, boolean further) {
        if (over) {
            return;
        }
        int next = verified.position().incarnation() + 1;
        Optional<LaneStart> start = starts.starts().stream()
                .filter(each -> each.incarnation() == next)
                .findFirst();
        if (start.isPresent() && start.get().sequence() < verified.position().sequence()) {
            restored(start.get());
        } else if (!following || (start.isEmpty() && further)) {
            // Asking once more would bring the same.
            end("the server shows another history than before");
        } else if (start.isEmpty()) {
            behind = true;
            pump();
        } else if (start.get().sequence() > verified.position().sequence()) {
            // What the former incarnation still has comes first.
            read((int) Math.min(
                    RECORDS, start.get().sequence() - verified.position().sequence()));
        } else if (!waiting.isEmpty()) {
            // What was read before is taken in before the chain goes over.
            behind = true;
        } else {
            goOver(start.get());
        }
    }

    private void goOver(LaneStart start) {
        try {
            verified = verified.begin(crypto, start);
            sink.begin(verified);
            readStarts(false);
        } catch (LaneException e) {
            end(deceived(e));
        }
    }

    private void restored(LaneStart start) {
        waiting.clear();
        if (!sink.restored(start)) {
            end("the server was put back to a state that never was");
            return;
        }
        verified = sink.chain();
        behind = true;
        if (following) {
            readStarts(false);
        } else {
            start();
        }
    }

    // Records

    /** Takes in an event of this lane. */
    public void delivered(Delivered event) {
        long sequence = event.record().header().sequence();
        long have = verified.position().sequence();
        // What a range brought already comes as an event too.
        if (over || sequence <= have) {
            return;
        }
        if (sequence > have + 1 || reading || waiting.size() >= RECORDS) {
            behind = true;
            pump();
            return;
        }
        try {
            verified = verified.follow(crypto, List.of(event.record()), event.head());
            waiting.add(event.record());
        } catch (LaneException e) {
            end(deceived(e));
            return;
        }
        pump();
    }

    /** The node no longer delivers events, because this device did not keep up. */
    public void fellBehind() {
        following = false;
        start();
    }

    /** There may be more than the node has told of. */
    public void readOn() {
        if (following) {
            behind = true;
            pump();
        }
    }

    /** The sink can take in records again. */
    public void resume() {
        pump();
    }

    private void pump() {
        LaneChain taken = sink.chain();
        while (!over && sink.isReady() && !waiting.isEmpty()) {
            LaneRecord record = waiting.peek();
            if (record.header().sequence() <= taken.position().sequence()) {
                // The sink took it in by another way.
                waiting.remove();
                continue;
            }
            try {
                LaneChain next = taken.follow(crypto, record);
                sink.accept(record, next);
            } catch (LaneException e) {
                end(deceived(e));
                return;
            }
            LaneChain now = sink.chain();
            if (now.equals(taken)) {
                return;
            }
            taken = now;
            waiting.poll();
        }
        if (over || reading || asking || !waiting.isEmpty()) {
            return;
        }
        if (behind) {
            read(RECORDS);
        } else if (onlyRanges) {
            end("the server does not let this device read on");
        } else if (sink.isReady()) {
            sink.caughtUp();
        }
    }

    private void read(int records) {
        if (reading || over) {
            return;
        }
        reading = true;
        behind = false;
        link.ask(
                new ReadRange(lane, verified.position().sequence(), records, WireLimits.MAX_RANGE_BYTES),
                range -> {
                    reading = false;
                    take(range);
                },
                failure -> {
                    reading = false;
                    if (failure.is(FailureCode.POSITION_UNKNOWN)) {
                        readStarts(true);
                    } else {
                        failed(failure);
                    }
                });
    }

    private void take(Range range) {
        if (over) {
            return;
        }
        Position after = range.after();
        if (after.incarnation() != verified.position().incarnation()
                && range.records().isEmpty()) {
            readStarts(true);
            return;
        }
        try {
            LaneChain read = verified;
            for (LaneRecord record : range.records()) {
                read = read.follow(crypto, record);
            }
            if (after.incarnation() == read.position().incarnation()
                    && !after.head().equals(read.position().head())) {
                throw new LaneException(
                        LaneException.Reason.HEAD_DIFFERS,
                        "at " + read.position().sequence());
            }
            if (after.incarnation() != read.position().incarnation()) {
                // The range crosses the start of an incarnation: up to there first.
                readStarts(true);
                return;
            }
            verified = read;
            waiting.addAll(range.records());
        } catch (LaneException e) {
            end(deceived(e));
            return;
        }
        behind |= range.end().sequence() > verified.position().sequence()
                && !range.records().isEmpty();
        if (range.end().incarnation() != verified.position().incarnation() && waiting.isEmpty()) {
            readStarts(true);
            return;
        }
        behind |= range.end().incarnation() != verified.position().incarnation();
        pump();
    }

    private static String deceived(LaneException e) {
        return "the server shows another history than before: " + e.getMessage();
    }
}
