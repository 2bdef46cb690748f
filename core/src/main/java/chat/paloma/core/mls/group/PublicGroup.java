package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.AppliedProposals.Judgement;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.GroupInfo;
import java.util.List;
import java.util.Optional;

/**
 * A group as somebody sees it who is not in it: a server that follows its handshake messages in the open.
 *
 * <p>It checks what everybody can: signatures, proposals, paths, the tree, the application's policy, with the code that
 * members run. It cannot check membership tags, confirmation tags and whether path secrets decrypt; so a member can make
 * it follow a commit that the others refuse, and who relies on it keeps that in mind. Immutable.
 */
public final class PublicGroup {
    private static final int VERSION = 1;

    private final EpochState epoch;
    private final ProposalCache proposals;
    private final Optional<Proposal.ReInit> successor;
    private final GroupRules rules;

    private PublicGroup(
            EpochState epoch, ProposalCache proposals, Optional<Proposal.ReInit> successor, GroupRules rules) {
        this.epoch = epoch;
        this.proposals = proposals;
        this.successor = successor;
        this.rules = rules;
    }

    /** What a message made of the group. */
    public record Step(PublicGroup next, Received output) {}

    /**
     * Begins to follow a group.
     *
     * @param tree when the GroupInfo does not carry it
     */
    public static PublicGroup of(
            MlsCrypto crypto, GroupInfo groupInfo, Optional<UnverifiedRatchetTree> tree, GroupRules rules)
            throws MlsException {
        return new PublicGroup(
                GroupInfoRules.verify(crypto, groupInfo, tree, rules), ProposalCache.EMPTY, Optional.empty(), rules);
    }

    public GroupContext context() {
        return epoch.context();
    }

    public RatchetTree tree() {
        return epoch.tree();
    }

    public EpochState epochState() {
        return epoch;
    }

    /** The members from left to right. */
    public List<RatchetTree.Member> members() {
        return epoch.tree().members();
    }

    public List<CommittedProposal> waitingProposals() {
        return proposals.all();
    }

    /** The group that replaces this one, after a ReInit was committed. */
    public Optional<Proposal.ReInit> successor() {
        return successor;
    }

    /** Unwraps a handshake message of this epoch; an encrypted one says nothing to somebody outside. */
    public UnverifiedMessage open(MlsMessage message) throws MlsException {
        if (!(message instanceof MlsMessage.OfPublicMessage open)) {
            throw new MlsException(ValidationRule.EXPECTED_MESSAGE, "not a handshake message in the open");
        }
        FramedContent framed = open.message().content().content();
        Receiving.checkPublic(epoch, framed);
        return new UnverifiedMessage(
                this, 0, open.message().content(), epoch.context(), epoch.signatureKeyOf(framed), Optional.empty());
    }

    /** Checks who sent a message. */
    public VerifiedMessage verify(UnverifiedMessage message) throws MlsException {
        requireOwn(message.owner);
        if (!message.content.verify(epoch.crypto(), message.signatureKey, message.context)) {
            throw new MlsException(ValidationRule.FRAME_SIGNATURE, "the signature does not verify");
        }
        return VerifiedMessage.of(message);
    }

    /** Takes in a proposal, or steps into the epoch that a commit begins. */
    public Step process(VerifiedMessage message) throws MlsException {
        requireOwn(message.owner);
        if (successor.isPresent()) {
            throw new MlsException(ValidationRule.COMMIT_NOT_ENDED, "the group was re-initialised");
        }
        return switch (message) {
            case VerifiedMessage.Proposal proposal -> take(proposal);
            case VerifiedMessage.Commit commit -> follow(commit);
            case VerifiedMessage.Application ignored ->
                throw new MlsException(ValidationRule.APPLICATION_ENCRYPTED, "application data in the clear");
        };
    }

    /** Opens, verifies and processes a message. */
    public Step receive(MlsMessage message) throws MlsException {
        return process(verify(open(message)));
    }

    private Step take(VerifiedMessage.Proposal message) throws MlsException {
        Proposals.check(epoch, message.proposal(), message.sender(), rules);
        PublicGroup next = new PublicGroup(epoch, proposals.with(epoch.crypto(), message.content), successor, rules);
        return new Step(
                next,
                new Received.ReceivedProposal(
                        message.content.proposalRef(epoch.crypto()),
                        message.proposal(),
                        message.sender(),
                        message.authenticatedData()));
    }

    private Step follow(VerifiedMessage.Commit message) throws MlsException {
        Transition transition = Transition.process(epoch, message.content, proposals, Judgement.ofReceiver(rules));
        PublicGroup next = new PublicGroup(
                transition.after(), ProposalCache.EMPTY, transition.applied().reInit(), rules);
        return new Step(next, StagedCommit.summary(transition, message.content.content(), false));
    }

    /**
     * Whether a GroupInfo describes this epoch and a member signed it: for one that a member uploads for joiners.
     *
     * @throws MlsException with the rule that is broken
     */
    public void check(GroupInfo groupInfo) throws MlsException {
        if (!groupInfo.context().equals(epoch.context())
                || !groupInfo.confirmationTag().equals(epoch.confirmationTag())) {
            throw new MlsException(ValidationRule.JOIN_CONTEXT, "a GroupInfo of another epoch");
        }
        Optional<LeafNode> signer = epoch.tree().leaf(groupInfo.signer());
        if (signer.isEmpty() || !groupInfo.verify(epoch.crypto(), signer.get().signatureKey())) {
            throw new MlsException(ValidationRule.GROUP_INFO_SIGNATURE, "no member signed this");
        }
    }

    private void requireOwn(Object owner) {
        if (owner != this) {
            throw new IllegalStateException("the message was opened in another state: open it again");
        }
    }

    /** All but the tree, which is stored apart. Nothing of it is secret. */
    public ByteString encodeState() {
        TlsWriter out = new TlsWriter();
        out.writeUint16(VERSION).write(epoch.context()).write(epoch.confirmationTag());
        proposals.encodeState(out);
        return out.writeOptional(successor).toByteString();
    }

    /**
     * Reads what {@link #encodeState} wrote.
     *
     * @param tree of the same epoch, encoded; it was verified before it was stored
     */
    public static PublicGroup restore(CryptoProvider provider, GroupRules rules, byte[] state, byte[] tree)
            throws DecodeException {
        TlsReader in = new TlsReader(state);
        if (in.readUint16() != VERSION) {
            throw new DecodeException(Reason.INVALID_VALUE, "stored in an unknown format");
        }
        GroupContext context = GroupContext.decode(in);
        MlsCrypto crypto = new MlsCrypto(context.suite(), provider);
        ByteString confirmationTag = ByteString.decode(in, MlsLimits.MAX_HASH_LENGTH);
        ProposalCache proposals = ProposalCache.decodeState(crypto, in);
        Optional<Proposal.ReInit> successor = in.readOptional(GroupStateCodec::decodeReInit);
        in.expectEnd();
        TlsReader treeIn = new TlsReader(tree);
        RatchetTree read = UnverifiedRatchetTree.decode(crypto, treeIn).dangerouslyTrust();
        treeIn.expectEnd();
        if (!read.treeHash().equals(context.treeHash())) {
            throw new DecodeException(Reason.INVALID_VALUE, "the tree is of another epoch");
        }
        return new PublicGroup(new EpochState(crypto, context, read, confirmationTag), proposals, successor, rules);
    }
}
