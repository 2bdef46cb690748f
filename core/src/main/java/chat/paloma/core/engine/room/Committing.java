package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.CommittedProposal;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.LeafChange;
import chat.paloma.core.mls.group.PendingCommit;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.wire.InboxRecords.LargeCommit;
import chat.paloma.core.wire.RoomRequests;
import chat.paloma.core.wire.RoomRequests.WelcomeFor;
import chat.paloma.core.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes commits and stores them, ready to be sent. */
final class Committing {
    private final RoomContext context;
    /** The epoch in which commits leave out what waits; -1 for none. */
    private long leavingOutIn = -1;

    Committing(RoomContext context) {
        this.context = context;
    }

    /** The epoch in which a group is. */
    static RoomEpoch epoch(Group group) {
        return new RoomEpoch(
                (int) Groups.roster(group).policy().group().generation(),
                group.context().epoch());
    }

    /**
     * From now on leaves out of commits what waits in this epoch: a node that was put back to a backup may not know it any
     * more. Whoever proposed it and still wants it proposes it again in the next epoch.
     *
     * @return whether there is something that was not left out yet
     */
    boolean leaveOut(Group group) {
        boolean first = !group.waitingProposals().isEmpty() && !leavesOut(group);
        leavingOutIn = first ? group.context().epoch() : -1;
        return first;
    }

    private boolean leavesOut(Group group) {
        return leavingOutIn == group.context().epoch();
    }

    private Set<ProposalRef> leftOut(Group group) {
        return leavesOut(group)
                ? group.waitingProposals().stream()
                        .flatMap(each -> each.reference().stream())
                        .collect(Collectors.toSet())
                : Owners.keeping(group.waitingProposals(), Groups.roster(group));
    }

    /**
     * Commits these proposals with those that wait. The commit is pending, and the room's submission.
     *
     * @return why it can't be made; empty when it is
     */
    Optional<Problem> commit(RoomId room, List<Proposal> proposals, LeafChange change) {
        Device device = context.device();
        Group group = context.rooms().groups().require(room);
        Set<ProposalRef> leftOut = leftOut(group);
        List<DeviceAddress> added = added(group, leftOut, proposals);
        RoomEpoch epoch = epoch(group);
        try {
            CommitRequest request = CommitRequest.of(proposals)
                    .withLeafChange(change)
                    .leavingOut(leftOut)
                    .withTreeApart()
                    .withGroupInfo();
            Step<PendingCommit> step = group.commit(request, device.random(), device.seconds());
            context.rooms().groups().set(room, step.next());
            ByteString commit = ByteString.adopt(step.output().commit().encoded());
            context.rooms()
                    .save(
                            room,
                            context.rooms()
                                    .require(room)
                                    .submitting(submission(
                                            room,
                                            epoch,
                                            commit,
                                            groupInfo(step.output()),
                                            welcomes(step.output(), added))));
            return Optional.empty();
        } catch (MlsException e) {
            return Optional.of(new Problem(ProblemCode.INVALID, String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            return Optional.of(new Problem(ProblemCode.TOO_LARGE, String.valueOf(e.getMessage())));
        }
    }

    /** A commit as it is sent: in the request, or as a blob when it is too large for that. */
    Submission submission(
            RoomId room, RoomEpoch epoch, ByteString commit, ByteString groupInfo, List<WelcomeFor> welcomes) {
        boolean large = commit.length() > WireLimits.MAX_INLINE_COMMIT;
        ByteString inline = large
                ? ByteString.adopt(new LargeCommit(context.blobs().name(commit), commit.length()).encoded())
                : commit;
        long number = context.device().profile().takeMessage();
        return Submission.of(
                new RoomRequests.Commit(room, number, epoch, large, inline, groupInfo, welcomes),
                large ? commit : ByteString.EMPTY);
    }

    private static List<DeviceAddress> added(Group group, Set<ProposalRef> leftOut, List<Proposal> proposals) {
        Stream<Proposal> waiting = group.waitingProposals().stream()
                .filter(each -> each.reference().filter(leftOut::contains).isEmpty())
                .map(CommittedProposal::proposal);
        List<DeviceAddress> added = new ArrayList<>();
        Stream.concat(waiting, proposals.stream()).forEach(each -> {
            if (each instanceof Proposal.Add add) {
                added.add(Certification.address(add.keyPackage().leafNode()));
            }
        });
        return added;
    }

    static ByteString groupInfo(PendingCommit pending) {
        return ByteString.adopt(new MlsMessage.OfGroupInfo(pending.groupInfo().orElseThrow()).encoded());
    }

    static List<WelcomeFor> welcomes(PendingCommit pending, List<DeviceAddress> added) {
        return pending.welcome()
                .map(welcome -> List.of(new WelcomeFor(added, ByteString.adopt(welcome.encoded()))))
                .orElse(List.of());
    }
}
