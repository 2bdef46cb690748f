package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import java.util.List;
import java.util.Optional;

/** What a message turned out to be once it was processed. */
public sealed interface Received {
    /**
     * A message of the application, with who sent it in the epoch in which it was sent.
     *
     * @param context of that epoch
     * @param signature with which the sender signed it, over the content and the context (RFC 9420 section 6.1): with
     *     both, others can check later who wrote it
     */
    record ApplicationMessage(
            LeafIndex sender,
            LeafNode senderLeaf,
            long epoch,
            ByteString authenticatedData,
            ByteString data,
            GroupContext context,
            ByteString signature)
            implements Received {}

    /** A proposal that now waits for a commit. */
    record ReceivedProposal(ProposalRef reference, Proposal proposal, Sender sender, ByteString authenticatedData)
            implements Received {}

    /**
     * A commit that began an epoch.
     *
     * @param epoch that it began
     * @param committer who sent it
     * @param committerIndex where the committer stands now
     * @param added where the new members stand
     * @param removed who left
     * @param selfRemoved whether this member left: the group is closed and everything of it overwritten
     * @param successor the group that replaces this one, which is then at its end
     */
    record Advanced(
            long epoch,
            Sender committer,
            LeafIndex committerIndex,
            List<CommittedProposal> proposals,
            List<LeafIndex> added,
            List<RemovedMember> removed,
            boolean selfRemoved,
            Optional<Proposal.ReInit> successor,
            ByteString authenticatedData)
            implements Received {}

    /** Somebody who was a member. */
    record RemovedMember(LeafIndex index, LeafNode leaf) {}
}
