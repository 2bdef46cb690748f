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
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** What devices read of lanes: a room's for its members, an inbox for its device. */
public final class LaneReading {
    private static final Position NOWHERE = new Position(1, 0, LaneHead.NONE);

    private final Database database;
    private final Lanes lanes;
    private final RoomDirectory rooms;
    private final Deliveries deliveries;

    public LaneReading(Database database, Lanes lanes, RoomDirectory rooms, Deliveries deliveries) {
        this.database = database;
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

    private static boolean mayRead(Handle handle, Caller caller, LaneId lane) {
        return switch (lane) {
            case LaneId.Inbox inbox -> inbox.device().equals(caller.device());
            case LaneId.Room room ->
                room.region().equals(RegionId.ONLY) && RoomDirectory.isMember(handle, room.room(), caller.device());
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

    /** Takes what is followed. */
    @FunctionalInterface
    public interface Followed {
        void add(LaneId lane, Deliveries.Following following);
    }

    /**
     * Begins to follow lanes. What is sent begins behind the answer.
     *
     * @param receiver of the records
     * @param followed takes each lane that is followed, on the receiver's event loop, before anything of it is sent
     * @param afterAnswer what is done on the event loop once the answer is sent
     */
    public Following follow(
            Caller caller, Follow request, Receiver receiver, Followed followed, Consumer<Runnable> afterAnswer) {
        List<Deliveries.Following> begun = request.cursors().stream()
                .map(cursor -> deliveries.follow(cursor.lane(), receiver))
                .toList();
        // Read behind the beginning: what is committed from here on is kept for the followers, and whoever is removed
        // from here on is among those who are told to end.
        List<LaneStatus> answer;
        try {
            answer = database.read(handle -> request.cursors().stream()
                    .map(cursor -> status(handle, caller, cursor))
                    .toList());
        } catch (RuntimeException e) {
            receiver.loop().runOnContext(ignored -> begun.forEach(Deliveries.Following::end));
            throw e;
        }
        afterAnswer.accept(() -> {
            for (int i = 0; i < begun.size(); i++) {
                if (isFollowed(answer.get(i))) {
                    followed.add(request.cursors().get(i).lane(), begun.get(i));
                    begun.get(i).start(answer.get(i).position().sequence());
                } else {
                    begun.get(i).end();
                }
            }
        });
        return new Following(answer);
    }

    private static boolean isFollowed(LaneStatus status) {
        return status.state() == FollowState.LIVE || status.state() == FollowState.OTHER_INCARNATION;
    }

    private LaneStatus status(Handle handle, Caller caller, Cursor cursor) {
        LaneId lane = cursor.lane();
        Optional<Position> end = mayRead(handle, caller, lane) ? lanes.end(handle, lane) : Optional.empty();
        if (end.isEmpty()) {
            return new LaneStatus(FollowState.NOT_FOUND, NOWHERE);
        }
        Position known = cursor.position();
        // Sequence 0 stands for the beginning, which a device that knows nothing yet has no head of.
        if (known.sequence() != 0 && !lanes.had(handle, lane, known)) {
            return new LaneStatus(FollowState.DIVERGED, end.get());
        }
        return new LaneStatus(
                known.incarnation() == end.get().incarnation() ? FollowState.LIVE : FollowState.OTHER_INCARNATION,
                end.get());
    }

    /** Ends following lanes. */
    public Done unfollow(Unfollow request, Receiver receiver, Consumer<LaneId> unfollowed) {
        receiver.loop().runOnContext(ignored -> request.lanes().forEach(unfollowed));
        return new Done();
    }
}
