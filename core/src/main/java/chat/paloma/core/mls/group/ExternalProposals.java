package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.framing.WireFormat;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.GroupContext;

/**
 * Proposals of somebody who is not a member (RFC 9420 section 12.1.8), always in the open.
 *
 * @param context of the group, of which the id and the epoch are used
 */
public record ExternalProposals(MlsCrypto crypto, GroupContext context, RandomSource random) {

    /**
     * A proposal of one of the group's external senders.
     *
     * @param senderIndex in the {@code external_senders} extension
     * @throws IllegalArgumentException for a proposal that nobody outside may send
     */
    public MlsMessage byExternalSender(long senderIndex, SignaturePrivateKey key, Proposal proposal)
            throws CryptoException {
        if (!proposal.allowedFromOutside()) {
            throw new IllegalArgumentException(
                    "not from outside: type " + proposal.type().value());
        }
        return sign(new Sender.External(senderIndex), key, proposal);
    }

    /** Somebody's proposal to be added, signed with the key of its own key package. */
    public MlsMessage byNewMember(KeyPackage keyPackage, SignaturePrivateKey key) throws CryptoException {
        return sign(new Sender.NewMemberProposal(), key, new Proposal.Add(keyPackage));
    }

    private MlsMessage sign(Sender sender, SignaturePrivateKey key, Proposal proposal) throws CryptoException {
        FramedContent framed = new FramedContent(
                context.groupId(), context.epoch(), sender, ByteString.EMPTY, new Content.Proposal(proposal));
        return new MlsMessage.OfPublicMessage(PublicMessage.fromOutside(
                AuthenticatedContent.sign(crypto, key, WireFormat.PUBLIC_MESSAGE, framed, context, random)));
    }
}
