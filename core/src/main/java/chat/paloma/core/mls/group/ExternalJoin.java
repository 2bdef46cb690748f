package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.commit.Commit;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.framing.WireFormat;
import chat.paloma.core.mls.group.AppliedProposals.Committer;
import chat.paloma.core.mls.group.AppliedProposals.Judgement;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalOrRef;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.EpochSecrets;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.schedule.PreSharedKey;
import chat.paloma.core.mls.schedule.TranscriptHashes;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeContent;
import chat.paloma.core.mls.tree.LeafNodeContext;
import chat.paloma.core.mls.tree.LeafNodeSource;
import chat.paloma.core.mls.treekem.NewPath;
import chat.paloma.core.mls.treekem.UpdatePath;
import chat.paloma.core.mls.welcome.GroupInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Joining by an external commit (RFC 9420 section 12.4.3.2). */
final class ExternalJoin {
    private final ExternalJoinRequest request;
    private final MlsCrypto crypto;
    private final GroupInfo groupInfo;
    private final RandomSource random;

    ExternalJoin(ExternalJoinRequest request, GroupInfo groupInfo, RandomSource random) {
        this.request = request;
        this.crypto = request.crypto();
        this.groupInfo = groupInfo;
        this.random = random;
    }

    /** The state in the epoch that the commit begins, and the commit. */
    record Made(GroupState state, MlsMessage commit) {}

    Made make(long now) throws MlsException, CryptoException {
        try (TransientSecrets secrets = new TransientSecrets()) {
            return secrets.handOver(make(now, secrets));
        }
    }

    private Made make(long now, TransientSecrets secrets) throws MlsException, CryptoException {
        EpochState before = GroupInfoRules.verify(
                crypto, groupInfo, request.tree(), request.settings().rules());
        checkExtensions(before);
        HpkePublicKey externalKey = groupInfo
                .externalPublicKey()
                .orElseThrow(() ->
                        new MlsException(ValidationRule.JOIN_EXTERNAL_PUB, "the GroupInfo has no external public key"));
        Hpke.Sender init = crypto.hpke().setupSender(externalKey, new byte[0], random);
        SecretBytes initSecret = secrets.passing(CommitStaging.exportInitSecret(crypto, init.context()));
        List<CommittedProposal> proposals = proposals(init.encapsulation());
        LeafNodeContent content = leafContent();
        AppliedProposals applied = AppliedProposals.apply(
                before,
                proposals,
                new Committer.Joiner(new LeafNode(content, ByteString.EMPTY)),
                Judgement.ofReceiver(request.settings().rules()));
        return finish(before, applied, content, initSecret, secrets, now);
    }

    private void checkExtensions(EpochState before) throws MlsException {
        if (!before.context().extensions().areSupportedBy(request.capabilities())) {
            throw new MlsException(ValidationRule.JOIN_EXTENSIONS, "an extension of the group is unknown");
        }
    }

    private List<CommittedProposal> proposals(ByteString kemOutput) {
        List<Proposal> proposals = new ArrayList<>();
        proposals.add(new Proposal.ExternalInit(kemOutput));
        request.replaces().ifPresent(former -> proposals.add(new Proposal.Remove(former)));
        request.psks()
                .forEach(id -> proposals.add(new Proposal.PreSharedKey(id.withFreshNonce(crypto.suite(), random))));
        return proposals.stream()
                .map(each -> new CommittedProposal(each, new Sender.NewMemberCommit(), Optional.empty()))
                .toList();
    }

    /** The leaf without the keys and the signature that the path will bring. */
    private LeafNodeContent leafContent() {
        return new LeafNodeContent(
                new HpkePublicKey(ByteString.EMPTY),
                request.signatureKey().publicKey(),
                request.credential(),
                request.capabilities().withGrease(random),
                new LeafNodeSource.Commit(ByteString.EMPTY),
                request.leafExtensions());
    }

    private Made finish(
            EpochState before,
            AppliedProposals applied,
            LeafNodeContent content,
            SecretBytes initSecret,
            TransientSecrets transients,
            long now)
            throws MlsException, CryptoException {
        SignaturePrivateKey signatureKey = request.signatureKey().privateKey();
        LeafNodeContext place = new LeafNodeContext(before.context().groupId(), applied.committer());
        NewPath path = transients.resulting(
                NewPath.generate(applied.tree(), place, content, signatureKey, random), NewPath::erase);
        transients.passing(path, NewPath::erasePathSecrets);
        applied.leafRules().checkCommitLeaf(path.leafNode(), Optional.empty(), place);
        path.tree().checkMembers();
        GroupContext provisional = before.context().provisional(path.tree().treeHash(), applied.extensions());
        UpdatePath updatePath = path.encrypt(provisional.encoded(), applied.newLeaves(), random);
        AuthenticatedContent signed = sign(before, applied, updatePath);
        applied.checkPolicy(
                request.settings().rules().commits(),
                Transition.proposedCommit(before, applied, signed.content(), Optional.of(updatePath.leafNode())));
        GroupContext context = provisional.withConfirmedTranscriptHash(
                TranscriptHashes.confirmed(crypto, before.interimTranscriptHash(), signed.confirmedTranscriptInput()));
        List<PreSharedKey> preSharedKeys = findPreSharedKeys(applied, transients);
        EpochSecrets secrets =
                CommitStaging.epochSecrets(crypto, initSecret, path.commitSecret(), preSharedKeys, context);
        ByteString tag = secrets.confirmationTag(crypto, context.confirmedTranscriptHash());
        EpochState after = new EpochState(crypto, context, path.tree(), tag);
        MemberSecrets member = transients.resulting(
                MemberSecrets.of(crypto, secrets, path.tree().width(), path.privateKeys(), signatureKey.copy()),
                MemberSecrets::eraseWithSignatureKey);
        GroupState state = new GroupState(crypto, request.settings(), after, member, PathActivity.pathAt(now));
        state.resumptionPsks.add(
                context.epoch(), secrets.resumptionPsk(), request.settings().resumptionPsks());
        return new Made(
                state, new MlsMessage.OfPublicMessage(PublicMessage.fromOutside(signed.withConfirmationTag(tag))));
    }

    private AuthenticatedContent sign(EpochState before, AppliedProposals applied, UpdatePath path)
            throws CryptoException {
        List<ProposalOrRef> covered = new ArrayList<>();
        applied.proposals().forEach(each -> covered.add(new ProposalOrRef.ByValue(each.proposal())));
        FramedContent framed = new FramedContent(
                before.context().groupId(),
                before.context().epoch(),
                new Sender.NewMemberCommit(),
                request.authenticatedData(),
                new Content.Commit(new Commit(covered, Optional.of(path))));
        return AuthenticatedContent.sign(
                crypto,
                request.signatureKey().privateKey(),
                WireFormat.PUBLIC_MESSAGE,
                framed,
                before.context(),
                random);
    }

    private List<PreSharedKey> findPreSharedKeys(AppliedProposals applied, TransientSecrets secrets)
            throws MlsException {
        List<PreSharedKey> found = new ArrayList<>();
        for (var id : applied.preSharedKeys()) {
            SecretBytes secret = request.preSharedKeys()
                    .find(id)
                    .orElseThrow(() -> new MlsException(
                            ValidationRule.JOIN_PSK_AVAILABLE, "a pre-shared key that is not at hand"));
            found.add(new PreSharedKey(id, secrets.passing(secret)));
        }
        return found;
    }
}
