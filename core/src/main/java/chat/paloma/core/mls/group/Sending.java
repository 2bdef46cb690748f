package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.Padding;
import chat.paloma.core.mls.framing.PrivateMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.framing.WireFormat;

/** From content to a message of a member (RFC 9420 section 6). */
final class Sending {
    private Sending() {}

    static MlsMessage application(
            GroupState state, byte[] data, ByteString authenticatedData, Padding padding, RandomSource random)
            throws MlsException {
        try {
            AuthenticatedContent content =
                    sign(state, new Content.Application(ByteString.copyOf(data)), true, authenticatedData, random);
            return protect(state, content, new MessageOptions(true, padding, authenticatedData), random);
        } catch (CryptoException e) {
            throw Group.unusableKey(e);
        }
    }

    static AuthenticatedContent sign(
            GroupState state, Content content, boolean encrypted, ByteString authenticatedData, RandomSource random)
            throws CryptoException {
        FramedContent framed = new FramedContent(
                state.epoch.context().groupId(),
                state.epoch.context().epoch(),
                state.ownSender(),
                authenticatedData,
                content);
        return AuthenticatedContent.sign(
                state.crypto,
                state.secrets.signatureKey(),
                encrypted ? WireFormat.PRIVATE_MESSAGE : WireFormat.PUBLIC_MESSAGE,
                framed,
                state.epoch.context(),
                random);
    }

    /** Protects signed content as its signature says. An encrypted one uses up a key of this member's ratchet. */
    static MlsMessage protect(
            GroupState state, AuthenticatedContent content, MessageOptions options, RandomSource random)
            throws CryptoException, MlsException {
        if (content.wireFormat() == WireFormat.PUBLIC_MESSAGE) {
            return new MlsMessage.OfPublicMessage(PublicMessage.protect(
                    state.crypto,
                    content,
                    state.epoch.context(),
                    state.secrets.epoch().membershipKey()));
        }
        return new MlsMessage.OfPrivateMessage(PrivateMessage.protect(
                state.crypto,
                content,
                state.secrets.epoch().senderDataSecret(),
                state.secrets
                        .messages()
                        .nextKey(
                                state.ownIndex().value(),
                                content.content().content().type().ratchet()),
                options.padding(),
                random));
    }
}
