package chat.paloma.core.mls.group;

import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.secrettree.SecretTree;
import java.util.Optional;

/**
 * A message that came from somebody with the group's keys, or in the open from somebody outside. Who sent it is not
 * proven yet, so that it gives nothing away but who claims to.
 */
public final class UnverifiedMessage {
    final Object owner;
    final long revision;
    final AuthenticatedContent content;
    final GroupContext context;
    final SignaturePublicKey signatureKey;
    final Optional<SecretTree.Candidate> key;

    UnverifiedMessage(
            Object owner,
            long revision,
            AuthenticatedContent content,
            GroupContext context,
            SignaturePublicKey signatureKey,
            Optional<SecretTree.Candidate> key) {
        this.owner = owner;
        this.revision = revision;
        this.content = content;
        this.context = context;
        this.signatureKey = signatureKey;
        this.key = key;
    }

    public Sender claimedSender() {
        return content.content().sender();
    }
}
