package chat.paloma.core.mls.group;

import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import java.util.Optional;

/** Whether a single proposal can be committed in an epoch at all (RFC 9420 section 12.1). */
final class Proposals {
    private Proposals() {}

    static void check(EpochState epoch, Proposal proposal, Sender sender, GroupRules rules) throws MlsException {
        new ProposalListRules(epoch, epoch.leafRules(rules), rules.identities(), Optional.empty())
                .checkReceived(proposal, sender);
    }
}
