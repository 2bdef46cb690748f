package chat.paloma.core.mls.group;

import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PrivateMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.secrettree.SecretTree;
import chat.paloma.core.mls.secrettree.SenderData;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.TreeMath;
import java.util.Optional;

/** From a received message to an unverified and a verified one (RFC 9420 section 6). Nothing is consumed yet. */
final class Receiving {
    private Receiving() {}

    static UnverifiedMessage open(GroupState state, MlsMessage message) throws MlsException {
        return switch (message) {
            case MlsMessage.OfPublicMessage(PublicMessage content) -> openPublic(state, content);
            case MlsMessage.OfPrivateMessage(PrivateMessage content) -> openPrivate(state, content);
            default ->
                throw new MlsException(
                        ValidationRule.EXPECTED_MESSAGE, "a " + message.wireFormat() + " is no message of a group");
        };
    }

    private static UnverifiedMessage openPublic(GroupState state, PublicMessage message) throws MlsException {
        FramedContent framed = message.content().content();
        checkPublic(state.epoch, framed);
        AuthenticatedContent content = message.unprotect(
                state.crypto, state.epoch.context(), state.secrets.epoch().membershipKey());
        SignaturePublicKey key = state.epoch.signatureKeyOf(framed);
        return new UnverifiedMessage(state, state.revision, content, state.epoch.context(), key, Optional.empty());
    }

    /** What everybody checks of a handshake message in the open, before its signature. */
    static void checkPublic(EpochState epoch, FramedContent framed) throws MlsException {
        requireGroup(epoch.context().groupId(), framed.groupId());
        if (framed.content().type() == ContentType.APPLICATION) {
            throw new MlsException(ValidationRule.APPLICATION_ENCRYPTED, "application data in the clear");
        }
        if (framed.epoch() != epoch.context().epoch()) {
            throw wrongEpoch(framed.epoch(), epoch.context().epoch());
        }
    }

    private static void requireGroup(GroupId expected, GroupId actual) throws MlsException {
        if (!expected.equals(actual)) {
            throw new MlsException(ValidationRule.FRAME_GROUP, "a message of another group");
        }
    }

    private static MlsException wrongEpoch(long actual, long current) {
        return new MlsException(
                ValidationRule.FRAME_EPOCH,
                "epoch " + Long.toUnsignedString(actual) + " in epoch " + Long.toUnsignedString(current));
    }

    private static UnverifiedMessage openPrivate(GroupState state, PrivateMessage message) throws MlsException {
        requireGroup(state.epoch.context().groupId(), message.groupId());
        if (message.epoch() == state.epoch.context().epoch()) {
            return openPrivate(
                    state,
                    message,
                    state.epoch.context(),
                    state.secrets.epoch().senderDataSecret(),
                    state.secrets.messages(),
                    index -> state.epoch.tree().leaf(index));
        }
        Optional<PastEpochs.PastEpoch> past = state.past.find(message.epoch());
        if (past.isEmpty() || message.contentType() != ContentType.APPLICATION) {
            throw wrongEpoch(message.epoch(), state.epoch.context().epoch());
        }
        return openPrivate(
                state,
                message,
                past.get().context(),
                past.get().senderDataSecret(),
                past.get().messages(),
                index -> past.get().leaf(index, state.epoch.tree()));
    }

    /** Who stood where in the epoch of a message. */
    @FunctionalInterface
    private interface Roster {
        Optional<LeafNode> leaf(LeafIndex index);
    }

    private static UnverifiedMessage openPrivate(
            GroupState state,
            PrivateMessage message,
            GroupContext context,
            SecretBytes senderDataSecret,
            SecretTree messages,
            Roster roster)
            throws MlsException {
        SenderData senderData = message.openSenderData(state.crypto, senderDataSecret);
        Optional<LeafNode> leaf = senderData.leafIndex() < TreeMath.MAX_LEAVES
                ? roster.leaf(new LeafIndex((int) senderData.leafIndex()))
                : Optional.empty();
        if (leaf.isEmpty()) {
            throw new MlsException(ValidationRule.FRAME_SENDER, "there is no member at leaf " + senderData.leafIndex());
        }
        int index = (int) senderData.leafIndex();
        if (index == state.ownIndex().value()) {
            throw new MlsException(ValidationRule.OWN_MESSAGE, "a message of our own, whose key is gone");
        }
        SecretTree.Candidate key =
                messages.candidate(index, message.contentType().ratchet(), senderData.generation());
        try {
            AuthenticatedContent content = message.openContent(state.crypto, senderData, key.key());
            return new UnverifiedMessage(
                    state, state.revision, content, context, leaf.get().signatureKey(), Optional.of(key));
        } catch (MlsException e) {
            key.discard();
            throw e;
        }
    }

    /** Checks the signature. A message that fails leaves its key to the one that does not. */
    static VerifiedMessage verify(GroupState state, UnverifiedMessage message) throws MlsException {
        requireCurrent(state, message.owner, message.revision);
        if (!message.content.verify(state.crypto, message.signatureKey, message.context)) {
            message.key.ifPresent(SecretTree.Candidate::discard);
            throw new MlsException(ValidationRule.FRAME_SIGNATURE, "the signature does not verify");
        }
        return VerifiedMessage.of(message);
    }

    /** What an application message says, with its sender's leaf of that epoch. */
    static Received.ApplicationMessage application(GroupState state, VerifiedMessage.Application message) {
        FramedContent framed = message.content.content();
        if (!(framed.content() instanceof Content.Application application
                && framed.sender() instanceof Sender.Member sender)) {
            throw new IllegalStateException("not an application message of a member");
        }
        LeafNode leaf = state.past
                .find(framed.epoch())
                .flatMap(past -> past.leaf(sender.leaf(), state.epoch.tree()))
                .or(() -> state.epoch.tree().leaf(sender.leaf()))
                .orElseThrow();
        GroupContext context = framed.epoch() == state.epoch.context().epoch()
                ? state.epoch.context()
                : state.past.find(framed.epoch()).orElseThrow().context();
        return new Received.ApplicationMessage(
                sender.leaf(),
                leaf,
                framed.epoch(),
                framed.authenticatedData(),
                application.data(),
                context,
                message.content.signature());
    }

    static void requireCurrent(GroupState state, Object owner, long revision) {
        if (owner != state || revision != state.revision) {
            throw new IllegalStateException("the group has changed since this message was opened: open it again");
        }
    }
}
