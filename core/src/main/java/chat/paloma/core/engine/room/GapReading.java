package chat.paloma.core.engine.room;

import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.Gaps.Gap;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneException;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.LaneRequests.Starts;
import chat.paloma.core.wire.WireLimits;
import java.util.Optional;

/**
 * Looks at what this device passed over when it joined a room again, or was not there for. Its keys are of no use there:
 * each message is noted as one that can't be read, with the cause, and its author is asked for it like for all of those.
 */
public final class GapReading {
    /** Why a device that came back can't read what was written while the account had no other. */
    public static final String LOST =
            "it was sent before this device came, and none of the account's lost devices had archived it";

    private static final String WHY = "it was sent while this device could not follow the room";
    private static final int RECORDS = 256;

    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final RoomLanes lanes;
    private boolean busy;

    /** For one connection. */
    public GapReading(RoomContext context, RoomLanes lanes) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.lanes = lanes;
    }

    /** Reads on, if there is something to read. */
    public void settle() {
        if (busy) {
            return;
        }
        Optional<Row<Gaps.Key, Gap>> gap = rooms.gaps().first();
        if (gap.isPresent()) {
            busy = true;
            begin(gap.get().key().room(), gap.get().value());
        }
    }

    /** Where this device never read, a gap begins in the incarnation in which it ends. */
    private void begin(RoomId room, Gap gap) {
        if (!gap.lacksHead() || gap.end().incarnation() == 1) {
            read(room, gap);
            return;
        }
        context.link()
                .ask(
                        new ReadStarts(Device.lane(room)),
                        starts -> read(room, behind(room, gap, starts)),
                        failure -> notShown(room, gap, failure));
    }

    private Gap behind(RoomId room, Gap gap, Starts starts) {
        long from = gap.read().position().sequence();
        Optional<LaneStart> start = starts.starts().stream()
                .filter(each -> each.incarnation() == gap.end().incarnation() && each.sequence() >= from)
                .findFirst();
        if (start.isEmpty()) {
            return gap;
        }
        if (start.get().sequence() > from) {
            rooms.gaps().incomplete(room, "the server was restored behind what was archived");
        }
        return gap.readTo(new LaneChain(Device.lane(room), start.get().position(device.crypto()), 0));
    }

    private void read(RoomId room, Gap gap) {
        long left = gap.end().sequence() - gap.read().position().sequence();
        if (left <= 0) {
            finish(room, gap);
            return;
        }
        context.link()
                .ask(
                        new ReadRange(
                                Device.lane(room),
                                gap.read().position().sequence(),
                                (int) Math.min(RECORDS, left),
                                WireLimits.MAX_RANGE_BYTES),
                        range -> take(room, gap, range),
                        failure -> notShown(room, gap, failure));
    }

    private void take(RoomId room, Gap gap, Range range) {
        LaneChain read = gap.lacksHead() ? behind(gap, range.before()) : gap.read();
        try {
            for (LaneRecord record : range.records()) {
                read = read.follow(device.crypto(), record);
                if (gap.isWanted(record.header().sequence())) {
                    note(room, gap, record);
                }
            }
            if (read.position().sequence() == gap.end().sequence()
                    && !read.position().equals(gap.end())) {
                throw new LaneException(
                        LaneException.Reason.HEAD_DIFFERS, "at " + gap.end().sequence());
            }
        } catch (LaneException e) {
            device.notice(
                    Optional.of(room),
                    NoticeKind.SERVER_DECEIVES,
                    "what this device could not follow is not what it joined again behind: " + e.getMessage());
            finish(room, gap);
            return;
        }
        if (range.records().isEmpty() || read.position().sequence() >= gap.end().sequence()) {
            finish(room, gap);
            return;
        }
        rooms.gaps().put(room, gap.readTo(read));
        busy = false;
        settle();
    }

    private static LaneChain behind(Gap gap, LaneHead head) {
        Position from = gap.read().position();
        return new LaneChain(
                gap.read().lane(),
                new Position(from.incarnation(), from.sequence(), head),
                gap.read().lastTime());
    }

    private void note(RoomId room, Gap gap, LaneRecord record) {
        if (!record.header().kind().equals(RecordKind.APPLICATION)) {
            return;
        }
        Optional<Row<Outbox.Key, OutboxEntry>> own =
                rooms.outbox().find(room, record.header().envelopeHash());
        if (own.isPresent()) {
            rooms.conversations().sent(room, own.get().value(), record.header());
            rooms.outbox().remove(own.get().key());
        } else {
            rooms.conversations().unreadables().add(room, record.header(), gap.isOfLost() ? LOST : WHY, true);
        }
    }

    private void notShown(RoomId room, Gap gap, Failure failure) {
        rooms.gaps().incomplete(room, "the server does not show what this device was not there for: " + failure);
        finish(room, gap);
    }

    private void finish(RoomId room, Gap gap) {
        busy = false;
        rooms.gaps().done(room, gap);
        lanes.poke(room);
        settle();
    }
}
