package chat.paloma.core.mls.group;

import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.schedule.ResumptionUsage;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeRules;
import chat.paloma.core.mls.tree.RatchetTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A list of proposals, checked and applied to an epoch's tree and extensions (RFC 9420 sections 12.2 and 12.3). The
 * committer's path is not in it yet.
 *
 * @param tree with room for the committer when it joins by this commit
 * @param committer where the committer stands in that tree
 * @param leafRules for leaves of the next epoch
 */
record AppliedProposals(
        List<CommittedProposal> proposals,
        RatchetTree tree,
        LeafIndex committer,
        ExtensionList extensions,
        LeafNodeRules leafRules,
        List<Added> added,
        Set<LeafIndex> removed) {

    /** A new member with the place that it got. */
    record Added(LeafIndex index, KeyPackage keyPackage) {}

    /** Who commits: a member, or somebody with a leaf of its own who joins. */
    sealed interface Committer {
        record Member(LeafIndex index) implements Committer {}

        record Joiner(LeafNode leaf) implements Committer {}
    }

    /**
     * How strictly a list is judged beyond the rules that all members share.
     *
     * @param lifetimes whoever makes a commit checks them, whoever processes one does not
     * @param linking the resumption PSK that the first commit of a new group may name
     */
    record Judgement(
            GroupRules rules, Optional<LeafNodeRules.LifetimeLimits> lifetimes, Optional<ResumptionUsage> linking) {
        static Judgement ofReceiver(GroupRules rules) {
            return new Judgement(rules, Optional.empty(), Optional.empty());
        }
    }

    static AppliedProposals apply(
            EpochState before, List<CommittedProposal> proposals, Committer committer, Judgement judgement)
            throws MlsException {
        ExtensionList extensions = extensionsAfter(before, proposals, judgement.rules());
        LeafNodeRules leafRules =
                GroupExtensions.leafRules(before.crypto(), extensions, judgement.rules(), judgement.lifetimes());
        ProposalListRules list =
                new ProposalListRules(before, leafRules, judgement.rules().identities(), judgement.linking());
        switch (committer) {
            case Committer.Member member -> list.checkMemberCommit(proposals, member.index());
            case Committer.Joiner joiner -> list.checkExternalCommit(proposals, joiner.leaf());
        }
        RatchetTree tree = before.tree();
        for (CommittedProposal each : proposals) {
            if (each.proposal() instanceof Proposal.Update update && each.sender() instanceof Sender.Member sender) {
                tree = tree.update(sender.leaf(), update.leafNode());
            }
        }
        Set<LeafIndex> removed = ProposalListRules.removedLeaves(proposals);
        for (LeafIndex leaf : removed) {
            tree = tree.remove(leaf);
        }
        List<Added> added = new ArrayList<>();
        for (CommittedProposal each : proposals) {
            if (each.proposal() instanceof Proposal.Add add) {
                RatchetTree.Placed placed = tree.add(add.keyPackage().leafNode());
                tree = placed.tree();
                added.add(new Added(placed.index(), add.keyPackage()));
            }
        }
        if (!extensions.equals(before.context().extensions())) {
            for (RatchetTree.Member member : tree.members()) {
                leafRules.checkCompatibility(member.leaf());
            }
        }
        return place(committer, tree).of(proposals, extensions, leafRules, added, removed);
    }

    private record Place(RatchetTree tree, LeafIndex committer) {
        AppliedProposals of(
                List<CommittedProposal> proposals,
                ExtensionList extensions,
                LeafNodeRules leafRules,
                List<Added> added,
                Set<LeafIndex> removed) {
            return new AppliedProposals(
                    List.copyOf(proposals), tree, committer, extensions, leafRules, List.copyOf(added), removed);
        }
    }

    private static Place place(Committer committer, RatchetTree tree) throws MlsException {
        return switch (committer) {
            case Committer.Member member -> new Place(tree, member.index());
            case Committer.Joiner joiner -> {
                RatchetTree.Placed vacancy = tree.vacancy();
                yield new Place(vacancy.tree(), vacancy.index());
            }
        };
    }

    private static ExtensionList extensionsAfter(EpochState before, List<CommittedProposal> proposals, GroupRules rules)
            throws MlsException {
        for (CommittedProposal each : proposals) {
            if (each.proposal() instanceof Proposal.GroupContextExtensions change) {
                GroupExtensions.check(change.extensions(), rules.credentials());
                return change.extensions();
            }
        }
        return before.context().extensions();
    }

    /** Whether the commit must bring fresh keys (RFC 9420 section 12.4). */
    boolean requiresPath() {
        return proposals.isEmpty()
                || proposals.stream().anyMatch(each -> each.proposal().requiresPath());
    }

    /** The leaves that the commit's path secrets are not encrypted to. */
    Set<LeafIndex> newLeaves() {
        Set<LeafIndex> leaves = new TreeSet<>();
        added.forEach(each -> leaves.add(each.index()));
        return leaves;
    }

    List<PreSharedKeyId> preSharedKeys() {
        List<PreSharedKeyId> ids = new ArrayList<>();
        for (CommittedProposal each : proposals) {
            if (each.proposal() instanceof Proposal.PreSharedKey psk) {
                ids.add(psk.id());
            }
        }
        return ids;
    }

    Optional<Proposal.ReInit> reInit() {
        return proposals.stream()
                .map(CommittedProposal::proposal)
                .filter(Proposal.ReInit.class::isInstance)
                .map(Proposal.ReInit.class::cast)
                .findFirst();
    }

    Optional<Proposal.ExternalInit> externalInit() {
        return proposals.stream()
                .map(CommittedProposal::proposal)
                .filter(Proposal.ExternalInit.class::isInstance)
                .map(Proposal.ExternalInit.class::cast)
                .findFirst();
    }

    /** Refuses what the protocol or the application's policy does not let this committer do. */
    void checkPolicy(CommitPolicy policy, CommitPolicy.ProposedCommit commit) throws MlsException {
        Optional<String> objection = policy.objection(commit);
        if (objection.isPresent()) {
            throw new MlsException(ValidationRule.COMMIT_POLICY, objection.get());
        }
    }
}
