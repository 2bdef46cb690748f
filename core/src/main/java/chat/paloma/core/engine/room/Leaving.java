package chat.paloma.core.engine.room;

import chat.paloma.core.engine.device.Device;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.CommittedProposal;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.MessageOptions;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.Retry;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Proposes that all devices of this account are removed from a room, which somebody else commits: nobody commits the own
 * removal (RFC 9420 section 12.2). A proposal is over with its epoch, and one whose answer was lost may not have come to
 * the node: so it is proposed again in each epoch and on each connection until this device is out.
 */
final class Leaving {
    /** When to try again what the node could not take, in milliseconds. */
    private static final long AGAIN = 30_000;

    private final Device device;
    private final RoomContext context;
    private final RoomId room;
    private final Runnable again;
    /** What was proposed on this connection, and whether the node has it. */
    private Optional<RoomEpoch> proposedIn = Optional.empty();

    private boolean taken;

    /** @param again called when it may be proposed again */
    Leaving(RoomContext context, RoomId room, Runnable again) {
        this.context = context;
        this.device = context.device();
        this.room = room;
        this.again = again;
    }

    /**
     * Whether this device is to be removed by a proposal that waits, so that it is for others to commit: what it commits
     * itself leaves it there. Where all are to be removed, those who want to leave have to, and are alone then.
     *
     * @param leaves whether this device wants to leave
     */
    static boolean isForOthers(Group group, boolean leaves) {
        Set<LeafIndex> removed = removed(group.waitingProposals());
        return removed.contains(group.ownIndex())
                && !(leaves && group.tree().members().stream().allMatch(member -> removed.contains(member.index())));
    }

    /** The leaves that are to be removed by proposals that wait. */
    static Set<LeafIndex> removed(List<CommittedProposal> waiting) {
        Set<LeafIndex> removed = new TreeSet<>();
        for (CommittedProposal each : waiting) {
            if (each.proposal() instanceof Proposal.Remove remove) {
                remove.target().ifPresent(removed::add);
            }
        }
        return removed;
    }

    /** Whether it was proposed in this epoch, on this connection. */
    boolean isProposed(Group group) {
        return proposedIn.equals(Optional.of(Committing.epoch(group)));
    }

    /** Whether the node has what was proposed in this epoch. */
    boolean isTaken(Group group) {
        return taken && isProposed(group);
    }

    /**
     * Proposes it.
     *
     * @param done when the node has all that was proposed
     * @param refused when it never takes it
     */
    void propose(Roster roster, Runnable done, Consumer<Failure> refused) {
        Group group = context.rooms().groups().require(room);
        proposedIn = Optional.of(Committing.epoch(group));
        taken = false;
        Set<LeafIndex> removed = removed(group.waitingProposals());
        // This device last: whoever commits before it is proposed leaves it there to propose the others again.
        Deque<Roster.Device> leaving = new ArrayDeque<>(roster.find(device.account()).orElseThrow().devices().stream()
                .filter(each -> !removed.contains(each.leaf()))
                .sorted(Comparator.comparing(this::isThis))
                .toList());
        proposeNext(Committing.epoch(group), leaving, done, refused);
    }

    private boolean isThis(Roster.Device each) {
        return each.id().equals(device.address().device());
    }

    private void proposeNext(RoomEpoch epoch, Deque<Roster.Device> leaving, Runnable done, Consumer<Failure> refused) {
        Optional<Group> group = context.rooms().groups().find(room);
        if (group.filter(now -> Committing.epoch(now).equals(epoch)).isEmpty()) {
            return;
        }
        Roster.Device next = leaving.poll();
        if (next == null) {
            taken = true;
            done.run();
            return;
        }
        MlsMessage proposal;
        try {
            proposal = proposal(next.leaf());
        } catch (MlsException e) {
            // Too much is proposed in this epoch already.
            tryAgain();
            return;
        }
        context.link()
                .ask(
                        new Append(
                                room,
                                device.profile().takeMessage(),
                                RecordKind.PROPOSAL,
                                epoch,
                                Envelope.of(proposal)),
                        answer -> proposeNext(epoch, leaving, done, refused),
                        failure -> {
                            if (failure.retry() == Retry.NEVER) {
                                refused.accept(failure);
                            } else {
                                tryAgain();
                            }
                        });
    }

    private void tryAgain() {
        device.whileConnected(AGAIN, () -> {
            proposedIn = Optional.empty();
            again.run();
        });
    }

    private MlsMessage proposal(LeafIndex leaf) throws MlsException {
        Groups groups = context.rooms().groups();
        Group group = groups.require(room);
        Set<ProposalRef> before = references(group);
        Step<MlsMessage> step = group.propose(new Proposal.Remove(leaf), MessageOptions.PUBLIC, device.random());
        // It waits for a commit once it was read in the lane, since it may never come there.
        Group after = step.next();
        for (ProposalRef each : references(after)) {
            if (!before.contains(each)) {
                after = after.forgetProposal(each).next();
            }
        }
        groups.set(room, after);
        return step.output();
    }

    private static Set<ProposalRef> references(Group group) {
        return group.waitingProposals().stream()
                .flatMap(each -> each.reference().stream())
                .collect(Collectors.toSet());
    }
}
