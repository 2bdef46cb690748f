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
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.Retry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Proposes that all devices of this account are removed from a room, which somebody else commits: nobody commits the own
 * removal (RFC 9420 section 12.2). A proposal is over with its epoch, and one whose answer was lost may not have come to
 * the node: so it is proposed again in each epoch and on each connection until this device is out.
 */
final class Leaving {
    private final Device device;
    private final RoomContext context;
    private final RoomId room;
    /** What was proposed on this connection. */
    private Optional<RoomEpoch> proposedIn = Optional.empty();

    Leaving(RoomContext context, RoomId room) {
        this.context = context;
        this.device = context.device();
        this.room = room;
    }

    /** Whether this device is to be removed by a proposal that waits, and somebody stays who can commit it. */
    static boolean isRemovedByOthers(Group group) {
        Set<LeafIndex> removed = removed(group);
        return removed.contains(group.ownIndex())
                && group.tree().members().stream().anyMatch(member -> !removed.contains(member.index()));
    }

    private static Set<LeafIndex> removed(Group group) {
        Set<LeafIndex> removed = new TreeSet<>();
        for (CommittedProposal each : group.waitingProposals()) {
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

    /**
     * Proposes it.
     *
     * @param taken when the node has all that was proposed
     * @param refused when it never takes it
     */
    void propose(Roster roster, Runnable taken, Consumer<Failure> refused) throws MlsException {
        Group group = context.rooms().groups().require(room);
        proposedIn = Optional.of(Committing.epoch(group));
        Set<LeafIndex> removed = removed(group);
        // This device last: whoever commits before it is proposed leaves it there to propose the others again.
        List<Roster.Device> leaving = roster.find(device.account()).orElseThrow().devices().stream()
                .filter(each -> !removed.contains(each.leaf()))
                .sorted(Comparator.comparing(this::isThis))
                .toList();
        if (leaving.isEmpty()) {
            taken.run();
            return;
        }
        for (Roster.Device each : leaving) {
            boolean last = each == leaving.getLast();
            ask(proposal(each.leaf()), last ? taken : () -> {}, last ? refused : failure -> {});
        }
    }

    private boolean isThis(Roster.Device each) {
        return each.id().equals(device.address().device());
    }

    private MlsMessage proposal(LeafIndex leaf) throws MlsException {
        Groups groups = context.rooms().groups();
        Step<MlsMessage> step =
                groups.require(room).propose(new Proposal.Remove(leaf), MessageOptions.PUBLIC, device.random());
        // It waits for a commit once it was read in the lane, since it may never come there.
        CommittedProposal made = step.next().waitingProposals().getLast();
        groups.set(
                room, step.next().forgetProposal(made.reference().orElseThrow()).next());
        return step.output();
    }

    private void ask(MlsMessage proposal, Runnable taken, Consumer<Failure> refused) {
        RoomEpoch epoch = Committing.epoch(context.rooms().groups().require(room));
        long number = device.profile().takeMessage();
        context.link()
                .ask(
                        new Append(room, number, RecordKind.PROPOSAL, epoch, Envelope.of(proposal)),
                        answer -> taken.run(),
                        failure -> {
                            if (failure.retry() == Retry.NEVER) {
                                refused.accept(failure);
                            }
                        });
    }
}
