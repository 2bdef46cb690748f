package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.commit.Commit;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.schedule.TranscriptHashes;
import chat.paloma.core.mls.tree.LeafNodeRules;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.RequiredCapabilities;
import java.util.List;
import java.util.Optional;

/**
 * What everybody may know of one epoch of a group. Immutable, with nothing secret in it.
 *
 * <p>Invariant: the tree has the tree hash of the context, and all that is in it was checked.
 *
 * @param confirmationTag of the commit that began this epoch
 */
public record EpochState(MlsCrypto crypto, GroupContext context, RatchetTree tree, ByteString confirmationTag) {

    /** The hash that the next commit's transcript continues. */
    public ByteString interimTranscriptHash() {
        return TranscriptHashes.interim(crypto, context.confirmedTranscriptHash(), confirmationTag);
    }

    /** The rules for leaves in this epoch, without lifetimes. */
    public LeafNodeRules leafRules(GroupRules rules) throws MlsException {
        return GroupExtensions.leafRules(crypto, context.extensions(), rules, Optional.empty());
    }

    /**
     * The key that must have signed this content, which is also what makes its sender one who may send it.
     *
     * @throws MlsException when there is no such sender, or it may not send such content
     */
    public SignaturePublicKey signatureKeyOf(FramedContent framed) throws MlsException {
        return switch (framed.sender()) {
            case Sender.Member member ->
                tree.leaf(member.leaf())
                        .orElseThrow(() ->
                                new MlsException(ValidationRule.FRAME_SENDER, "there is no member at " + member.leaf()))
                        .signatureKey();
            case Sender.External external -> externalSender(external, framed.content());
            case Sender.NewMemberProposal() -> newMemberProposalKey(framed.content());
            case Sender.NewMemberCommit() -> newMemberCommitKey(framed.content());
        };
    }

    private SignaturePublicKey externalSender(Sender.External sender, Content content) throws MlsException {
        if (!(content instanceof Content.Proposal proposal)) {
            throw new MlsException(ValidationRule.FRAME_CONTENT_TYPE, "somebody outside may only propose");
        }
        if (!proposal.proposal().allowedFromOutside()) {
            throw new MlsException(
                    ValidationRule.PROPOSAL_OUTSIDE_TYPE,
                    "not from outside: type " + proposal.proposal().type().value());
        }
        List<ExternalSender> allowed = GroupExtensions.externalSenders(context.extensions());
        if (sender.index() >= allowed.size()) {
            throw new MlsException(ValidationRule.FRAME_SENDER, "the group has no external sender " + sender.index());
        }
        return allowed.get((int) sender.index()).signatureKey();
    }

    private static SignaturePublicKey newMemberProposalKey(Content content) throws MlsException {
        if (content instanceof Content.Proposal(Proposal.Add add)) {
            return add.keyPackage().leafNode().signatureKey();
        }
        throw new MlsException(ValidationRule.FRAME_CONTENT_TYPE, "a new member may only propose its own Add");
    }

    private static SignaturePublicKey newMemberCommitKey(Content content) throws MlsException {
        if (!(content instanceof Content.Commit(Commit commit))) {
            throw new MlsException(ValidationRule.FRAME_CONTENT_TYPE, "a new member may only commit");
        }
        return commit.path()
                .orElseThrow(() ->
                        new MlsException(ValidationRule.COMMIT_PATH_REQUIRED, "an external commit without a path"))
                .leafNode()
                .signatureKey();
    }

    /** What every member of this group must support. */
    public RequiredCapabilities requiredCapabilities() throws MlsException {
        return GroupExtensions.requiredCapabilities(context.extensions());
    }
}
