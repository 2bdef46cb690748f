package chat.paloma.node.delivery;

import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.FollowState;
import chat.paloma.core.wire.LaneRequests.Following;
import chat.paloma.core.wire.LaneRequests.LaneStatus;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.LaneRequests.Starts;
import chat.paloma.core.wire.LaneRequests.Unfollow;
import chat.paloma.node.account.Caller;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.room.RoomDirectory;
import chat.paloma.node.store.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What devices read of lanes: a room's for its members, an inbox for its device. */
public final class LaneReading {
    private static final Position NOWHERE = new Position(1, 0, LaneHead.NONE);

    private final Lanes lanes;
    private final RoomDirectory rooms;
    private final Deliveries deliveries;

    public LaneReading(Lanes lanes, RoomDirectory rooms, Deliveries deliveries) {
        this.lanes = lanes;
        this.rooms = rooms;
        this.deliveries = deliveries;
    }

    private boolean mayRead(Caller caller, LaneId lane) {
        return switch (lane) {
            case LaneId.Inbox inbox -> inbox.device().equals(caller.device());
            case LaneId.Room room ->
                room.region().equals(RegionId.ONLY) && rooms.isMember(room.room(), caller.device());
        };
    }

    /**
     * The last sequence that the caller may read: for who was removed from a room the commit that did it, and what is
     * there for everybody else who may read.
     */
    private long readsUpTo(Caller caller, LaneId lane) {
        if (mayRead(caller, lane)) {
            return Long.MAX_VALUE;
        }
        return switch (lane) {
            case LaneId.Inbox inbox -> throw new Refusal(FailureCode.FORBIDDEN);
            case LaneId.Room room ->
                rooms.formerMemberReadsUpTo(room.room(), caller.device())
                        .orElseThrow(() -> new Refusal(FailureCode.NOT_A_MEMBER));
        };
    }

    /** Reads records behind a sequence. */
    public Range range(Caller caller, ReadRange request) {
        long upTo = readsUpTo(caller, request.lane());
        return lanes.range(request.lane(), request.after(), upTo, request.maxRecords(), request.maxBytes());
    }

    /** Reads how a lane's incarnations began. */
    public Starts starts(Caller caller, ReadStarts request) {
        long upTo = readsUpTo(caller, request.lane());
        return new Starts(lanes.starts(request.lane()).stream()
                .filter(start -> start.sequence() < upTo)
                .toList());
    }

    /** A lane that is followed, and from where. */
    private record Begun(LaneId lane, Deliveries.Following following, long from) {}

    /**
     * Begins to follow lanes. What is sent begins behind the answer.
     *
     * @param receiver of the records
     * @param followed takes each lane that is followed, on the receiver's event loop, before anything of it is sent
     * @param afterAnswer what is done on the event loop once the answer is sent
     */
    public Following follow(
            Caller caller, Follow request, Receiver receiver, Followed followed, Consumer<Runnable> afterAnswer) {
        List<LaneStatus> answer = new ArrayList<>();
        List<Begun> begun = new ArrayList<>();
        for (Cursor cursor : request.cursors()) {
            answer.add(follow(caller, cursor, receiver, begun));
        }
        afterAnswer.accept(() -> begun.forEach(each -> {
            followed.add(each.lane(), each.following());
            each.following().start(each.from());
        }));
        return new Following(answer);
    }

    /** Takes what is followed. */
    @FunctionalInterface
    public interface Followed {
        void add(LaneId lane, Deliveries.Following following);
    }

    private LaneStatus follow(Caller caller, Cursor cursor, Receiver receiver, List<Begun> begun) {
        LaneId lane = cursor.lane();
        if (!mayRead(caller, lane)) {
            return new LaneStatus(FollowState.NOT_FOUND, NOWHERE);
        }
        Deliveries.Following following = deliveries.follow(lane, receiver);
        // Read behind the beginning: what is committed from here on is kept for the follower.
        Optional<Position> end = lanes.end(lane);
        // Whoever was removed meanwhile was no follower yet when the others were told to end.
        if (end.isEmpty() || !mayRead(caller, lane)) {
            return refuse(following, receiver, new LaneStatus(FollowState.NOT_FOUND, NOWHERE));
        }
        if (!isKnown(cursor)) {
            return refuse(following, receiver, new LaneStatus(FollowState.DIVERGED, end.get()));
        }
        begun.add(new Begun(lane, following, end.get().sequence()));
        FollowState state = cursor.position().incarnation() == end.get().incarnation()
                ? FollowState.LIVE
                : FollowState.OTHER_INCARNATION;
        return new LaneStatus(state, end.get());
    }

    /** Sequence 0 stands for the beginning, which a device that knows nothing yet has no head of. */
    private boolean isKnown(Cursor cursor) {
        return cursor.position().sequence() == 0 || lanes.had(cursor.lane(), cursor.position());
    }

    private static LaneStatus refuse(Deliveries.Following following, Receiver receiver, LaneStatus status) {
        receiver.loop().runOnContext(ignored -> following.end());
        return status;
    }

    /** Ends following lanes. */
    public Done unfollow(Unfollow request, Receiver receiver, Consumer<LaneId> unfollowed) {
        receiver.loop().runOnContext(ignored -> request.lanes().forEach(unfollowed));
        return new Done();
    }
}
