package chat.paloma.core.mls.group;

import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.proposal.Sender;
import java.util.Optional;

/**
 * A proposal that a commit covers, with who made it.
 *
 * @param reference how the commit refers to it; empty when it stands in the commit itself
 */
public record CommittedProposal(Proposal proposal, Sender sender, Optional<ProposalRef> reference) {}
