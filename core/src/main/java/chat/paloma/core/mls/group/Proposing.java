package chat.paloma.core.mls.group;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeContext;
import chat.paloma.core.mls.tree.LeafNodeSource;
import java.util.Optional;

/** Makes a member's proposals (RFC 9420 section 12.1), which then wait for a commit in the group's state. */
final class Proposing {
    private final GroupState state;
    private final MessageOptions options;
    private final RandomSource random;

    Proposing(GroupState state, MessageOptions options, RandomSource random) {
        this.state = state;
        this.options = options;
        this.random = random;
    }

    MlsMessage propose(Proposal proposal) throws MlsException {
        Proposals.check(state.epoch, proposal, state.ownSender(), state.settings.rules());
        try {
            AuthenticatedContent content = Sending.sign(
                    state, new Content.Proposal(proposal), options.encrypted(), options.authenticatedData(), random);
            ProposalCache proposals = state.proposals.with(state.crypto, content);
            MlsMessage message = Sending.protect(state, content, options, random);
            state.proposals = proposals;
            return message;
        } catch (CryptoException e) {
            throw Group.unusableKey(e);
        }
    }

    /** Proposes a new leaf, and keeps its private keys until somebody commits it. */
    MlsMessage update(LeafChange change) throws MlsException {
        try (TransientSecrets secrets = new TransientSecrets()) {
            HpkeKeyPair leafKey = state.crypto.generateHpkeKeyPair(random);
            secrets.resulting(leafKey.privateKey(), HpkePrivateKey::erase);
            Optional<SignaturePrivateKey> signatureKey = change.signatureKey()
                    .map(SignatureKeyPair::privateKey)
                    .map(key -> secrets.resulting(key.copy(), SignaturePrivateKey::erase));
            LeafNode leaf = change.applyTo(state.ownLeaf().content(), random)
                    .renewed(leafKey.publicKey(), new LeafNodeSource.Update())
                    .sign(
                            state.crypto,
                            signatureKey.orElse(state.secrets.signatureKey()),
                            new LeafNodeContext(state.epoch.context().groupId(), state.ownIndex()),
                            random);
            MlsMessage message = propose(new Proposal.Update(leaf));
            state.ownUpdates.put(
                    state.proposals.all().getLast().reference().orElseThrow(),
                    new OwnUpdate(leafKey.privateKey(), signatureKey));
            return secrets.handOver(message);
        } catch (CryptoException e) {
            throw Group.unusableKey(e);
        }
    }
}
