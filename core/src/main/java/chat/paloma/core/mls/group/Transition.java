package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.commit.Commit;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.group.AppliedProposals.Committer;
import chat.paloma.core.mls.group.AppliedProposals.Judgement;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.schedule.TranscriptHashes;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeContext;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.treekem.MergedPath;
import chat.paloma.core.mls.treekem.UpdatePath;
import java.util.List;
import java.util.Optional;

/**
 * What a commit makes of an epoch, as far as everybody can see it (RFC 9420 section 12.4.2): proposals, tree, path and
 * transcript are checked; what takes a member's secrets is not.
 *
 * @param withPath whether the committer brought fresh keys
 * @param path those of somebody else, which a member opens; empty for a commit of our own
 * @param provisionalContext under which the path secrets are encrypted
 * @param context of the next epoch
 * @param confirmationTag as the commit has it; only members can check it
 */
record Transition(
        EpochState before,
        AppliedProposals applied,
        boolean withPath,
        Optional<MergedPath> path,
        GroupContext provisionalContext,
        GroupContext context,
        RatchetTree tree,
        ByteString confirmationTag) {

    /**
     * Checks and applies a commit whose signature is verified.
     *
     * @throws MlsException with the rule that is broken
     */
    static Transition process(EpochState before, AuthenticatedContent message, ProposalCache cache, Judgement judgement)
            throws MlsException {
        FramedContent framed = message.content();
        if (!(framed.content() instanceof Content.Commit(Commit commit))) {
            throw new IllegalArgumentException("not a commit");
        }
        List<CommittedProposal> proposals = cache.resolve(commit, framed.sender());
        Committer committer = committer(framed.sender(), commit);
        AppliedProposals applied = AppliedProposals.apply(before, proposals, committer, judgement);
        if (commit.path().isEmpty() && applied.requiresPath()) {
            throw new MlsException(ValidationRule.COMMIT_PATH_REQUIRED, "the proposals require a path");
        }
        Optional<MergedPath> path = commit.path().isPresent()
                ? Optional.of(merge(before, applied, commit.path().get(), committer, judgement.rules()))
                : Optional.empty();
        applied.checkPolicy(
                judgement.rules().commits(),
                proposedCommit(before, applied, framed, commit.path().map(UpdatePath::leafNode)));
        if (path.isEmpty()) {
            applied.tree().checkMembers();
        }
        RatchetTree tree = path.isPresent() ? path.get().tree() : applied.tree();
        GroupContext provisional = before.context().provisional(tree.treeHash(), applied.extensions());
        ByteString confirmed = TranscriptHashes.confirmed(
                before.crypto(), before.interimTranscriptHash(), message.confirmedTranscriptInput());
        return new Transition(
                before,
                applied,
                path.isPresent(),
                path,
                provisional,
                provisional.withConfirmedTranscriptHash(confirmed),
                tree,
                message.confirmationTag().orElseThrow());
    }

    /** A commit of our own, which was checked while it was made. */
    static Transition ofOwn(
            EpochState before, AppliedProposals applied, boolean withPath, GroupContext provisional, EpochState after) {
        return new Transition(
                before,
                applied,
                withPath,
                Optional.empty(),
                provisional,
                after.context(),
                after.tree(),
                after.confirmationTag());
    }

    static CommitPolicy.ProposedCommit proposedCommit(
            EpochState before, AppliedProposals applied, FramedContent framed, Optional<LeafNode> pathLeaf) {
        return new CommitPolicy.ProposedCommit(
                before,
                framed.sender(),
                applied.committer(),
                applied.proposals(),
                pathLeaf,
                applied.extensions(),
                framed.authenticatedData());
    }

    private static Committer committer(Sender sender, Commit commit) throws MlsException {
        return switch (sender) {
            case Sender.Member member -> new Committer.Member(member.leaf());
            case Sender.NewMemberCommit() ->
                new Committer.Joiner(commit.path()
                        .orElseThrow(() -> new MlsException(
                                ValidationRule.COMMIT_PATH_REQUIRED, "an external commit without a path"))
                        .leafNode());
            default -> throw new MlsException(ValidationRule.FRAME_CONTENT_TYPE, "a commit of somebody outside");
        };
    }

    private static MergedPath merge(
            EpochState before, AppliedProposals applied, UpdatePath path, Committer committer, GroupRules rules)
            throws MlsException {
        if (committer instanceof Committer.Member member) {
            LeafNode former = before.tree().member(member.index());
            if (!rules.identities().maySucceed(former, path.leafNode())) {
                throw new MlsException(ValidationRule.COMMIT_SUCCESSOR, "the committer changes its identity");
            }
        }
        LeafNodeContext place = new LeafNodeContext(before.context().groupId(), applied.committer());
        return MergedPath.merge(applied.tree(), place, path, applied.leafRules(), applied.newLeaves());
    }

    /** The next epoch, as everybody may know it. */
    EpochState after() {
        return new EpochState(before.crypto(), context, tree, confirmationTag);
    }
}
