package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import java.util.List;
import java.util.Optional;

/**
 * What an application allows beyond the protocol: roles, invitations, who may remove whom.
 *
 * <p>It must judge from its argument alone. All members and the node ask it about the same commit, and a clock, a
 * directory or a message elsewhere would give them different answers and break the group apart.
 */
@FunctionalInterface
public interface CommitPolicy {
    /** Everything that the protocol allows. */
    CommitPolicy ALLOW_ALL = commit -> Optional.empty();

    /** Why this commit is not allowed, for a person who reads a log; empty when it is. */
    Optional<String> objection(ProposedCommit commit);

    /**
     * A commit before it is applied.
     *
     * @param before the epoch in which it was sent
     * @param committer a member, or somebody who joins by an external commit
     * @param committerLeaf where the committer stands, or will stand when it joins
     * @param pathLeaf the committer's new leaf, when the commit has a path
     * @param extensionsAfter of the group context once it is applied
     * @param authenticatedData that the committer signed along
     */
    record ProposedCommit(
            EpochState before,
            Sender committer,
            LeafIndex committerLeaf,
            List<CommittedProposal> proposals,
            Optional<LeafNode> pathLeaf,
            ExtensionList extensionsAfter,
            ByteString authenticatedData) {}
}
