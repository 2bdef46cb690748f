package chat.paloma.core.engine.room;

import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.link.Timers;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.LeafChange;
import chat.paloma.core.mls.group.PathPolicy;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.Retry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a room has to do, in this order, one thing at a time: the submission that is open, then the changes that are
 * wanted, then the commit of proposals that wait, then fresh keys when they are due, and then messages.
 */
final class RoomWork {
    /** How long each member in front of this one has to commit what waits. */
    private static final long TURN = 20_000;
    /** When to try again what failed for now, in milliseconds. */
    private static final long AGAIN = 5_000;

    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final RoomId room;
    private final Entrance entrance;
    private final BooleanSupplier ready;
    private final Runnable readOn;
    private final Committing committing;
    private final RoomChange change;
    private final RoomSending sending;
    /** Whether the submission is on its way. */
    private boolean submitting;
    /** Whether a change is being prepared. */
    private boolean preparing;
    /** Since when proposals wait, in milliseconds since 1970; 0 when none do. */
    private long waitingSince;
    /** The epoch in which the node refused a commit of ours: another one would fare no better. */
    private long refusedIn = -1;

    private Timers.@Nullable Timer timer;

    RoomWork(RoomContext context, RoomId room, Entrance entrance, BooleanSupplier ready, Runnable readOn) {
        this.readOn = readOn;
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.room = room;
        this.entrance = entrance;
        this.ready = ready;
        this.committing = new Committing(context);
        this.change = new RoomChange(context, room, committing, this::proceed);
        this.sending = new RoomSending(context, room, ready, readOn);
    }

    /** Does what can be done now. */
    void proceed() {
        if (!ready.getAsBoolean() || preparing) {
            return;
        }
        if (rooms.require(room).submission().isPresent()) {
            submit();
            return;
        }
        Optional<Intents.Key> next = change.next();
        if (next.isPresent()) {
            preparing = true;
            change.pursue(next.get(), () -> {
                preparing = false;
                proceed();
            });
            return;
        }
        if (rooms.require(room).submission().isPresent() || maintain()) {
            submit();
            return;
        }
        if (rooms.groups().require(room).waitingProposals().isEmpty()) {
            askForUnreadable();
            sending.flush();
        }
    }

    private void askForUnreadable() {
        rooms.conversations().unreadables().ask(room, rooms.outbox()).ifPresent(this::wakeAt);
    }

    private void wakeAt(long time) {
        if (timer != null) {
            timer.cancel();
        }
        timer = device.whileConnected(Math.max(time - device.millis(), 1), this::proceed);
    }

    // Keeping the group in order

    /** Commits what waits, or fresh keys when it is time for them; returns whether there is a commit to send. */
    private boolean maintain() {
        Group group = rooms.groups().require(room);
        if (group.context().epoch() == refusedIn || group.successor().isPresent() || change.isForOthers(group)) {
            return false;
        }
        if (group.waitingProposals().isEmpty()) {
            waitingSince = 0;
            return PathPolicy.DEFAULT.isDue(group.pathActivity(), device.seconds()) && commit(LeafChange.NONE);
        }
        if (waitingSince == 0) {
            waitingSince = device.millis();
        }
        long turn = waitingSince + TURN * turn(group);
        if (device.millis() < turn && rooms.outbox().first(room, 1).isEmpty()) {
            wakeAt(turn);
            return false;
        }
        return commit(LeafChange.NONE);
    }

    private boolean commit(LeafChange leafChange) {
        Optional<Problem> problem = committing.commit(room, List.of(), leafChange);
        if (problem.isPresent()) {
            refusedIn = rooms.groups().require(room).context().epoch();
            device.notice(
                    Optional.of(room), NoticeKind.CHANGE_REFUSED, problem.get().toString());
        }
        return problem.isEmpty();
    }

    /** How many members stand before this one. */
    private static long turn(Group group) {
        Set<LeafIndex> removed = Leaving.removed(group.waitingProposals());
        return group.tree().members().stream()
                .filter(member -> member.index().value() < group.ownIndex().value())
                .filter(member -> !removed.contains(member.index()))
                .count();
    }

    // The submission

    /** Sends an opening or a commit that the node has not answered. */
    void submit() {
        Optional<Submission> submission = rooms.find(room).flatMap(RoomEntry::submission);
        if (submission.isEmpty() || submitting) {
            return;
        }
        submitting = true;
        if (submission.get().largeCommit().isEmpty()) {
            ask(submission.get());
        } else {
            context.blobs()
                    .upload(
                            room,
                            submission.get().largeCommit(),
                            blob -> ask(submission.get()),
                            problem -> giveUp(problem));
        }
    }

    private void ask(Submission submission) {
        context.link().ask(submission.request(), answer -> accepted(submission, answer), failure -> {
            if (isOver(submission)) {
                submitting = false;
                proceed();
            } else if (failure.retry() == Retry.REFRESH && !submission.opening()) {
                // Another commit was first, or the room goes on elsewhere: what wins is in the lane.
                lost(failure);
            } else if (failure.retry() == Retry.LATER && rooms.require(room).isActive()) {
                submitting = false;
                wakeAt(device.millis() + AGAIN);
            } else {
                giveUp(Problem.of(failure));
            }
        });
    }

    /** Whether what came of a submission was read in the lane already, so that its answer says nothing new. */
    private boolean isOver(Submission submission) {
        return !rooms.find(room).flatMap(RoomEntry::submission).equals(Optional.of(submission));
    }

    private void accepted(Submission submission, Appended answer) {
        submitting = false;
        if (isOver(submission)) {
            proceed();
            return;
        }
        RoomEntry entry = rooms.require(room);
        switch (entry.standing()) {
            case OPENING -> entrance.openings().opened(room, answer.position());
            case JOINING -> entrance.joined(room, answer.position());
            default -> {
                // It takes effect when it is read in the lane.
            }
        }
    }

    private void lost(Failure failure) {
        submitting = false;
        RoomEntry entry = rooms.require(room);
        if (entry.standing() == Standing.JOINING) {
            entrance.joinAgain(room);
        } else if (failure.is(FailureCode.EPOCH_TAKEN) || failure.is(FailureCode.STALE_EPOCH)) {
            discard();
            readOn.run();
        } else {
            discard();
            refusedIn = rooms.groups().require(room).context().epoch();
        }
    }

    private void giveUp(Problem problem) {
        submitting = false;
        RoomEntry entry = rooms.require(room);
        if (entry.standing() == Standing.OPENING) {
            entrance.openings().refused(room, problem);
            return;
        }
        if (entry.standing() == Standing.JOINING) {
            entrance.joinRefused(room, problem);
            return;
        }
        if (problem.code() == ProblemCode.NO_CONNECTION) {
            wakeAt(device.millis() + AGAIN);
            return;
        }
        discard();
        Group group = rooms.groups().require(room);
        if (!committing.leaveOut(group) && !change.refused(problem)) {
            refusedIn = group.context().epoch();
        }
        proceed();
    }

    private void discard() {
        rooms.groups().find(room).ifPresent(group -> rooms.groups().set(room, group.discard()));
        rooms.save(room, rooms.require(room).withoutSubmission());
    }

    /** The node was put back: the submission's answer, and the node's epoch, may be gone. */
    void restored(Runnable sameEpoch) {
        entrance.checkEpoch(room, sameEpoch);
    }

    Optional<Problem> obstacle() {
        return sending.obstacle();
    }
}
