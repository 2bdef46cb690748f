package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.commit.Commit;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.Padding;
import chat.paloma.core.mls.framing.PrivateMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.framing.WireFormat;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalOrRef;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.secrettree.RatchetKind;
import java.util.List;
import java.util.Optional;

/** What a member of bad will can make with the group's keys and its own. */
final class Forgery {
    private Forgery() {}

    /** An application message in somebody else's name: every member can encrypt it, nobody else can sign it. */
    static MlsMessage asIfFrom(Device victim, Device forger, String text) throws Exception {
        GroupState state = forger.group().internals();
        FramedContent framed = new FramedContent(
                state.epoch.context().groupId(),
                state.epoch.context().epoch(),
                victim.group().internals().ownSender(),
                ByteString.EMPTY,
                new Content.Application(ByteString.utf8(text)));
        AuthenticatedContent content = AuthenticatedContent.sign(
                state.crypto,
                forger.signatureKey.privateKey(),
                WireFormat.PRIVATE_MESSAGE,
                framed,
                state.epoch.context(),
                forger.random);
        return new MlsMessage.OfPrivateMessage(PrivateMessage.protect(
                state.crypto,
                content,
                state.secrets.epoch().senderDataSecret(),
                state.secrets.messages().nextKey(victim.group().ownIndex().value(), RatchetKind.APPLICATION),
                Padding.none(),
                forger.random));
    }

    /** A commit without a path that covers these proposals, properly signed and tagged, whatever they are. */
    static MlsMessage commit(Device member, Proposal... proposals) throws Exception {
        List<ProposalOrRef> covered = List.of(proposals).stream()
                .<ProposalOrRef>map(ProposalOrRef.ByValue::new)
                .toList();
        return commit(member, new Commit(covered, Optional.empty()));
    }

    static MlsMessage commit(Device member, Commit commit) throws Exception {
        return open(member, member.group().internals().ownSender(), new Content.Commit(commit));
    }

    /** A handshake message in the open, signed by a member, whoever it says has sent it. */
    static MlsMessage open(Device member, Sender sender, Content content) throws Exception {
        GroupState state = member.group().internals();
        FramedContent framed = new FramedContent(
                state.epoch.context().groupId(), state.epoch.context().epoch(), sender, ByteString.EMPTY, content);
        AuthenticatedContent signed = AuthenticatedContent.sign(
                state.crypto,
                member.signatureKey.privateKey(),
                WireFormat.PUBLIC_MESSAGE,
                framed,
                state.epoch.context(),
                member.random);
        AuthenticatedContent tagged = content instanceof Content.Commit
                ? signed.withConfirmationTag(ByteString.adopt(new byte[state.crypto.hashLength()]))
                : signed;
        return new MlsMessage.OfPublicMessage(
                sender instanceof Sender.Member
                        ? PublicMessage.protect(
                                state.crypto,
                                tagged,
                                state.epoch.context(),
                                state.secrets.epoch().membershipKey())
                        : PublicMessage.fromOutside(tagged));
    }
}
