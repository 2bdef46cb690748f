package chat.paloma.core.membership;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.mls.group.CommitPolicy;
import chat.paloma.core.mls.group.CommittedProposal;
import chat.paloma.core.mls.group.EpochState;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.LeafNode;
import java.util.Optional;

/**
 * Whether a room's policy allows a commit. A member may commit what it may do itself, and what somebody proposed who
 * may do it; whoever joins from outside is on the roster already, or comes by a link.
 */
final class RoomCommitPolicy implements CommitPolicy {
    @Override
    public Optional<String> objection(ProposedCommit commit) {
        Optional<RoomPermissions> permissions = RoomPermissions.of(commit.before());
        if (permissions.isEmpty()) {
            return Optional.of("the group has no room policy of its own");
        }
        return commit.committer() instanceof Sender.Member
                ? objectionToMember(commit, permissions.get())
                : objectionToJoiner(commit, permissions.get().policy());
    }

    private static Optional<String> objectionToMember(ProposedCommit commit, RoomPermissions permissions) {
        for (CommittedProposal each : commit.proposals()) {
            Optional<String> objection = permissions.objection(each.proposal(), commit.committer());
            if (objection.isPresent()
                    && permissions.objection(each.proposal(), each.sender()).isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> objectionToJoiner(ProposedCommit commit, RoomPolicy policy) {
        if (commit.pathLeaf().isEmpty()) {
            return Optional.of("somebody joins without a leaf");
        }
        LeafNode leaf = commit.pathLeaf().get();
        Optional<AccountId> account = RoomPermissions.accountOf(leaf);
        if (account.isPresent() && isOnRoster(commit.before(), account.get())) {
            return Optional.empty();
        }
        RoomLink link = new RoomLink(policy.group(), commit.before().context().epoch(), leaf.signatureKey());
        return link.isSignedByAny(commit.before().crypto(), policy.linkKeys(), commit.authenticatedData())
                ? Optional.empty()
                : Optional.of("the joiner is not on the roster, and no link lets it in");
    }

    private static boolean isOnRoster(EpochState epoch, AccountId account) {
        return epoch.tree().members().stream()
                .anyMatch(member -> RoomPermissions.accountOf(member.leaf()).equals(Optional.of(account)));
    }
}
