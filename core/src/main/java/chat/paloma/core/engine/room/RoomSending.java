package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.OutboxEntry.Sealed;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.room.operation.Seen;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.Retry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Sends what waits for a room, in its order. A message is encrypted when it goes out and not before, for the epoch that
 * the room is in then, and only when every member's account vouches for its leaf.
 */
final class RoomSending {
    /** How many may be on their way at once: the node takes them in order. */
    private static final int WINDOW = 16;

    private static final long RECHECK = 30_000;

    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final RoomId room;
    private final BooleanSupplier ready;
    /** Reads the lane, whatever the node has told of it. */
    private final Runnable readOn;

    private final Set<Outbox.Key> onTheWay = new HashSet<>();
    private Optional<Problem> obstacle = Optional.empty();
    private boolean checking;

    RoomSending(RoomContext context, RoomId room, BooleanSupplier ready, Runnable readOn) {
        this.readOn = readOn;
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.room = room;
        this.ready = ready;
    }

    /** Why nothing is sent at the moment, when something is in the way. */
    Optional<Problem> obstacle() {
        return obstacle;
    }

    /** Sends what waits, as far as the window goes. */
    void flush() {
        if (!mayFlush() || checking) {
            return;
        }
        checking = true;
        Vouching.check(context, rooms.groups().require(room).tree(), uncertified -> {
            checking = false;
            if (mayFlush()) {
                checkMembers();
            }
        });
    }

    private boolean mayFlush() {
        return ready.getAsBoolean()
                && rooms.require(room).submission().isEmpty()
                && rooms.groups().require(room).waitingProposals().isEmpty()
                && rooms.groups().require(room).successor().isEmpty()
                && !rooms.outbox().first(room, 1).isEmpty()
                && !rooms.holdsMessages(room);
    }

    /** Nothing is sent to a leaf that its account does not vouch for. */
    private void checkMembers() {
        List<RatchetTree.Member> uncertified =
                context.certification().uncertified(rooms.groups().require(room).tree());
        if (uncertified.isEmpty()) {
            obstruct(Optional.empty());
            sendWindow();
            return;
        }
        var address = Certification.address(uncertified.getFirst().leaf());
        obstruct(Optional.of(
                new Problem(ProblemCode.DEVICE_NOT_CERTIFIED, context.contacts().name(address.account()))));
        device.whileConnected(RECHECK, this::flush);
    }

    private void obstruct(Optional<Problem> why) {
        if (!obstacle.equals(why)) {
            obstacle = why;
            device.show(new EngineEvent.RoomChanged(room));
            why.ifPresent(
                    problem -> device.notice(Optional.of(room), NoticeKind.CHANGE_REFUSED, "not sent: " + problem));
        }
    }

    private void sendWindow() {
        // One that is acknowledged stays until it is read in the lane.
        onTheWay.removeIf(key -> rooms.outbox().find(key).isEmpty());
        for (Row<Outbox.Key, OutboxEntry> row : rooms.outbox().first(room, WINDOW)) {
            if (onTheWay.size() >= WINDOW || !mayFlush()) {
                return;
            }
            if (onTheWay.add(row.key())) {
                send(row.key(), row.value());
            }
        }
    }

    private void send(Outbox.Key key, OutboxEntry entry) {
        Optional<OutboxEntry> sealed = entry.sealed().isPresent() ? Optional.of(entry) : seal(key, entry);
        if (sealed.isEmpty()) {
            onTheWay.remove(key);
            return;
        }
        Sealed as = sealed.get().sealed().orElseThrow();
        context.link()
                .ask(
                        new Append(
                                room,
                                sealed.get().number().orElseThrow(),
                                RecordKind.APPLICATION,
                                as.epoch(),
                                as.envelope()),
                        answer -> accepted(key, sealed.get(), answer),
                        failure -> refused(key, as, failure));
    }

    private Optional<OutboxEntry> seal(Outbox.Key key, OutboxEntry entry) {
        Group group = rooms.groups().require(room);
        try {
            Step<MlsMessage> step = group.encrypt(
                    entry.message().toByteArray(),
                    ByteString.EMPTY,
                    RoomMessage.padding(device.settings().suite()),
                    device.random());
            Sealed sealed = new Sealed(Committing.epoch(group(step)), Envelope.of(step.output()));
            rooms.groups().set(room, step.next());
            long number = entry.number().orElseGet(() -> device.profile().takeMessage());
            rooms.outbox().seal(key, entry, number, sealed);
            return rooms.outbox().find(key);
        } catch (MlsException e) {
            obstruct(Optional.of(new Problem(ProblemCode.INVALID, String.valueOf(e.getMessage()))));
            return Optional.empty();
        }
    }

    private static Group group(Step<MlsMessage> step) {
        return step.next();
    }

    /** It is durable. Its record is read in the lane like all others; until then, its place there is what the node said. */
    private void accepted(Outbox.Key key, OutboxEntry entry, Appended answer) {
        rooms.heads()
                .claimed(
                        room,
                        new Seen(RegionId.ONLY, answer.position()),
                        device.address(),
                        rooms.require(room).chain().position().sequence());
        entry.operation().ifPresent(operation -> {
            if (rooms.outbox().find(key).isPresent()) {
                rooms.conversations().acknowledged(room, operation);
            }
        });
        flush();
    }

    private void refused(Outbox.Key key, Sealed as, Failure failure) {
        onTheWay.remove(key);
        if (failure.is(FailureCode.MESSAGE_NUMBER_REUSED) || failure.is(FailureCode.MESSAGE_NUMBER_TOO_OLD)) {
            rooms.outbox().renumber(key);
            flush();
        } else if (failure.retry() == Retry.REFRESH) {
            rooms.outbox().unseal(key);
            // The room is in another epoch: it is encrypted again once that is read, which may have been already.
            if (rooms.epoch(room).equals(as.epoch())) {
                // The node may have kept quiet about the commit.
                readOn.run();
            } else {
                flush();
            }
        } else if (failure.retry() == Retry.NEVER && !failure.is(FailureCode.NOT_A_MEMBER)) {
            Problem problem = Problem.of(failure);
            rooms.outbox()
                    .find(key)
                    .flatMap(OutboxEntry::operation)
                    .ifPresent(operation -> rooms.conversations().failed(room, operation, problem));
            rooms.outbox().remove(key);
            device.notice(Optional.of(room), NoticeKind.CHANGE_REFUSED, "not sent: " + problem);
            flush();
        } else {
            obstruct(Optional.of(Problem.of(failure)));
            device.whileConnected(RECHECK, this::flush);
        }
    }
}
