package chat.paloma.node.room;

import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.group.PublicGroup;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.node.account.Caller;
import chat.paloma.node.bus.Committed;
import chat.paloma.node.lane.Entry;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.lane.MessageNumber;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.Transaction;
import io.opentelemetry.api.trace.Span;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Messages and proposals that members append to a room's lane. */
public final class Messages {
    private final Database database;
    private final Lanes lanes;
    private final RoomDirectory rooms;

    public Messages(Database database, Lanes lanes, RoomDirectory rooms) {
        this.database = database;
        this.lanes = lanes;
        this.rooms = rooms;
    }

    /** The lane of a room in this region. */
    public static LaneId lane(RoomId room) {
        return new LaneId.Room(room, RegionId.ONLY);
    }

    /**
     * Appends a message or a proposal, once however often it is asked for.
     *
     * @throws Refusal at once, or through the answer, when it may not be appended
     */
    public CompletableFuture<Appended> append(Caller caller, Append request) {
        if (request.kind().equals(RecordKind.APPLICATION)) {
            rooms.requireAt(request.room(), request.epoch(), caller.device());
            RoomMessages.requireApplication(request.envelope().bytes(), request.room(), request.epoch());
            return write(caller, request, Optional.empty());
        }
        if (request.kind().equals(RecordKind.PROPOSAL)) {
            // One after the other: each is checked against the state that the one before left.
            return rooms.exclusively(
                    request.room(), () -> CompletableFuture.completedFuture(appendProposal(caller, request)));
        }
        throw new Refusal(
                FailureCode.MALFORMED_REQUEST,
                "records of kind " + request.kind().value() + " are not appended so");
    }

    private Appended appendProposal(Caller caller, Append request) {
        rooms.requireMember(request.room(), caller);
        // A repeat is known by its number, though the room may be in a later epoch, where it could not be checked.
        Optional<Appended> repeat =
                Database.await(database.write(transaction -> findRepeat(transaction, caller, request)));
        return repeat.orElseGet(() -> Database.await(write(caller, request, Optional.of(propose(caller, request)))));
    }

    private Optional<Appended> findRepeat(Transaction transaction, Caller caller, Append request) {
        return lanes.findRepeat(transaction, number(caller, request), lane(request.room()), request.envelope())
                .map(Messages::appended);
    }

    /** What a proposal makes of a room. */
    private record Proposed(RoomGroup before, RoomGroup after) {}

    private CompletableFuture<Appended> write(Caller caller, Append request, Optional<Proposed> proposed) {
        LaneId lane = lane(request.room());
        Entry entry = new Entry(request.kind(), request.epoch(), request.envelope());
        Span span = Span.current().addEvent("waiting for the writer");
        return database.write(transaction -> {
            transaction.afterCommit(() -> span.addEvent("on disk"));
            return appended(lanes.appendOnce(transaction, number(caller, request), lane, request.envelope(), () -> {
                requireEpoch(lanes.epoch(transaction, lane), request.epoch());
                Committed committed = lanes.append(transaction, lane, entry);
                transaction.afterCommit(() -> span.addEvent("handed to delivery"));
                proposed.ifPresent(step -> {
                    RoomTable.updateState(transaction.handle(), request.room(), step.before(), step.after());
                    transaction.afterCommit(() -> rooms.remember(step.after()));
                });
                return committed;
            }));
        });
    }

    private static MessageNumber number(Caller caller, Append request) {
        return new MessageNumber(caller.key(), request.message());
    }

    static Appended appended(Committed committed) {
        return new Appended(
                committed.lane(),
                committed.position(),
                committed.record().header().acceptTime());
    }

    static void requireEpoch(RoomEpoch now, RoomEpoch asked) {
        if (asked.generation() < now.generation()) {
            throw new Refusal(FailureCode.GENERATION_ENDED, "the room is in generation " + now.generation());
        }
        if (!asked.equals(now)) {
            throw new Refusal(FailureCode.STALE_EPOCH, "the room is in epoch " + now.epoch());
        }
    }

    private Proposed propose(Caller caller, Append request) {
        RoomGroup room = rooms.require(request.room(), caller.device());
        requireEpoch(room.epoch(), request.epoch());
        PublicMessage message = RoomMessages.handshake(
                request.envelope().bytes(), request.room(), request.epoch(), ContentType.PROPOSAL);
        Sender sender = message.content().content().sender();
        requireOwn(room, sender, caller);
        if (message.content().content().content() instanceof Content.Proposal(var proposal)) {
            RoomRules.objection(room.group().epochState(), proposal, sender).ifPresent(objection -> {
                throw new Refusal(FailureCode.COMMIT_REFUSED, objection);
            });
        }
        try {
            PublicGroup.Step step = room.group().receive(new MlsMessage.OfPublicMessage(message));
            return new Proposed(room, room.withProposals(step.next()));
        } catch (MlsException e) {
            throw RoomMessages.refused(e);
        }
    }

    /** A device speaks for its own leaf only. */
    static void requireOwn(RoomGroup room, Sender sender, Caller caller) {
        boolean own = sender instanceof Sender.Member(var leaf)
                && room.group()
                        .tree()
                        .leaf(leaf)
                        .map(RoomMessages::device)
                        .filter(caller.device()::equals)
                        .isPresent();
        if (!own) {
            throw new Refusal(FailureCode.COMMIT_REFUSED, "another device's message");
        }
    }
}
