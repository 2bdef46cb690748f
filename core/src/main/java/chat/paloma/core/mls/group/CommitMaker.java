package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.commit.Commit;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.AppliedProposals.Committer;
import chat.paloma.core.mls.group.AppliedProposals.Judgement;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalOrRef;
import chat.paloma.core.mls.schedule.EpochSecrets;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.schedule.KeySchedule;
import chat.paloma.core.mls.schedule.PreSharedKey;
import chat.paloma.core.mls.schedule.TranscriptHashes;
import chat.paloma.core.mls.tree.LeafNodeContent;
import chat.paloma.core.mls.tree.LeafNodeContext;
import chat.paloma.core.mls.tree.LeafNodeRules;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.treekem.NewPath;
import chat.paloma.core.mls.treekem.TreePrivateKeys;
import chat.paloma.core.mls.treekem.UpdatePath;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.mls.welcome.GroupSecrets;
import chat.paloma.core.mls.welcome.Welcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a member's commit with its Welcome (RFC 9420 section 12.4.1). The group's state does not change, save that an
 * encrypted commit uses up a key of the handshake ratchet.
 */
final class CommitMaker {
    private final GroupState state;
    private final MlsCrypto crypto;
    private final CommitRequest request;
    private final RandomSource random;
    private final long now;

    CommitMaker(GroupState state, CommitRequest request, RandomSource random, long now) {
        this.state = state;
        this.crypto = state.crypto;
        this.request = request;
        this.random = random;
        this.now = now;
    }

    PendingCommitState make() throws MlsException, CryptoException {
        AppliedProposals applied =
                AppliedProposals.apply(state.epoch, proposals(), new Committer.Member(state.ownIndex()), judgement());
        try (TransientSecrets secrets = new TransientSecrets()) {
            return secrets.handOver(make(applied, secrets));
        }
    }

    private PendingCommitState make(AppliedProposals applied, TransientSecrets secrets)
            throws MlsException, CryptoException {
        List<PreSharedKey> preSharedKeys =
                state.findPreSharedKeys(applied.preSharedKeys(), request.preSharedKeys(), secrets);
        Optional<NewPath> path = wantsPath(applied) ? Optional.of(newPath(applied, secrets)) : Optional.empty();
        RatchetTree tree = path.map(NewPath::tree).orElse(applied.tree());
        tree.checkMembers();
        GroupContext provisional = state.epoch.context().provisional(tree.treeHash(), applied.extensions());
        Optional<UpdatePath> updatePath = path.isPresent()
                ? Optional.of(path.get().encrypt(provisional.encoded(), applied.newLeaves(), random))
                : Optional.empty();
        AuthenticatedContent signed = sign(applied, updatePath);
        applied.checkPolicy(
                state.settings.rules().commits(),
                Transition.proposedCommit(
                        state.epoch, applied, signed.content(), updatePath.map(UpdatePath::leafNode)));
        GroupContext context = provisional.withConfirmedTranscriptHash(TranscriptHashes.confirmed(
                crypto, state.epoch.interimTranscriptHash(), signed.confirmedTranscriptInput()));
        return finish(applied, path, provisional, context, signed, preSharedKeys, secrets);
    }

    private Judgement judgement() {
        return new Judgement(
                state.settings.rules(),
                Optional.of(new LeafNodeRules.LifetimeLimits(now, state.settings.longestLifetime())),
                state.linking);
    }

    /** Those that wait, by reference, and then our own. */
    private List<CommittedProposal> proposals() {
        List<CommittedProposal> own = new ArrayList<>();
        for (Proposal proposal : request.proposals()) {
            own.add(new CommittedProposal(proposal, state.ownSender(), Optional.empty()));
        }
        List<CommittedProposal> all = new ArrayList<>(state.proposals.committableBy(state.ownIndex(), own));
        all.removeIf(
                each -> each.reference().filter(request.leftOut()::contains).isPresent());
        all.addAll(own);
        return withoutRepeatedAdds(all);
    }

    /** Two members may have proposed to add one client, or one who is a member by now. Our own Adds stay as they are. */
    private List<CommittedProposal> withoutRepeatedAdds(List<CommittedProposal> all) {
        if (all.stream().noneMatch(CommitMaker::isWaitingAdd)) {
            return all;
        }
        IdentityRules identities = state.settings.rules().identities();
        Set<ByteString> clients = ProposalListRules.stayingClients(state.epoch.tree(), identities, all);
        request.proposals().forEach(own -> {
            if (own instanceof Proposal.Add add) {
                clients.add(identities.clientOf(add.keyPackage().leafNode()));
            }
        });
        return all.stream()
                .filter(each -> !isWaitingAdd(each)
                        || (each.proposal() instanceof Proposal.Add add
                                && clients.add(
                                        identities.clientOf(add.keyPackage().leafNode()))))
                .toList();
    }

    private static boolean isWaitingAdd(CommittedProposal each) {
        return each.reference().isPresent() && each.proposal() instanceof Proposal.Add;
    }

    private boolean wantsPath(AppliedProposals applied) {
        if (applied.reInit().isPresent()) {
            return false;
        }
        return applied.requiresPath()
                || !request.leafChange().equals(LeafChange.NONE)
                || request.pathPolicy().wantsPath(applied.proposals(), state.activity, now);
    }

    private NewPath newPath(AppliedProposals applied, TransientSecrets secrets) throws MlsException, CryptoException {
        LeafNodeContent content = request.leafChange().applyTo(state.ownLeaf().content(), random);
        LeafNodeContext place = new LeafNodeContext(state.epoch.context().groupId(), state.ownIndex());
        NewPath path = secrets.resulting(
                NewPath.generate(applied.tree(), place, content, nextSignatureKey(), random), NewPath::erase);
        secrets.passing(path, NewPath::erasePathSecrets);
        applied.leafRules().checkCommitLeaf(path.leafNode(), Optional.of(state.ownLeaf()), place);
        return path;
    }

    private SignaturePrivateKey nextSignatureKey() {
        return request.leafChange()
                .signatureKey()
                .map(SignatureKeyPair::privateKey)
                .orElse(state.secrets.signatureKey());
    }

    private AuthenticatedContent sign(AppliedProposals applied, Optional<UpdatePath> path) throws CryptoException {
        List<ProposalOrRef> covered = new ArrayList<>();
        for (CommittedProposal each : applied.proposals()) {
            covered.add(
                    each.reference().isPresent()
                            ? new ProposalOrRef.ByReference(each.reference().get())
                            : new ProposalOrRef.ByValue(each.proposal()));
        }
        return Sending.sign(
                state,
                new Content.Commit(new Commit(covered, path)),
                request.message().encrypted(),
                request.message().authenticatedData(),
                random);
    }

    private PendingCommitState finish(
            AppliedProposals applied,
            Optional<NewPath> path,
            GroupContext provisional,
            GroupContext context,
            AuthenticatedContent signed,
            List<PreSharedKey> preSharedKeys,
            TransientSecrets secrets)
            throws MlsException, CryptoException {
        RatchetTree tree = path.map(NewPath::tree).orElse(applied.tree());
        KeySchedule schedule = new KeySchedule(crypto);
        SecretBytes commitSecret = path.map(NewPath::commitSecret).orElseGet(schedule::zeroSecret);
        SecretBytes joiner =
                secrets.passing(schedule.joinerSecret(state.secrets.epoch().initSecret(), commitSecret, context));
        SecretBytes psk = secrets.passing(PreSharedKey.combine(crypto, preSharedKeys));
        KeySchedule.MemberSecret member = schedule.memberSecret(joiner, psk);
        KeySchedule.WelcomeKey welcomeKey = secrets.passing(member.welcomeKey(), KeySchedule.WelcomeKey::erase);
        EpochSecrets epochSecrets = member.epoch(context);

        ByteString tag = epochSecrets.confirmationTag(crypto, context.confirmedTranscriptHash());
        AuthenticatedContent content = signed.withConfirmationTag(tag);
        TreePrivateKeys keys = path.map(NewPath::privateKeys)
                .orElseGet(() -> state.secrets.treeKeys().within(tree));
        MemberSecrets next = secrets.resulting(
                MemberSecrets.of(crypto, epochSecrets, tree.width(), keys, ownedSignatureKey()),
                made -> made.eraseAllBut(state.secrets));
        EpochState after = new EpochState(crypto, context, tree, tag);
        Optional<MlsMessage> welcome = applied.added().isEmpty()
                ? Optional.empty()
                : Optional.of(new MlsMessage.OfWelcome(welcome(applied, path, joiner, welcomeKey, after, next)));
        Optional<GroupInfo> groupInfo = request.publishGroupInfo()
                ? Optional.of(GroupInfos.sign(after, next, false, true, request.groupInfoExtensions(), random))
                : Optional.empty();
        MlsMessage message = Sending.protect(state, content, request.message(), random);
        Transition transition = Transition.ofOwn(state.epoch, applied, path.isPresent(), provisional, after);
        return new PendingCommitState(
                new PendingCommit(message, welcome, groupInfo), content, next, now, Optional.of(transition));
    }

    /** Our own copy of a new signature key; the current one goes on as it is. */
    private SignaturePrivateKey ownedSignatureKey() {
        SignaturePrivateKey key = nextSignatureKey();
        return key == state.secrets.signatureKey() ? key : key.copy();
    }

    private Welcome welcome(
            AppliedProposals applied,
            Optional<NewPath> path,
            SecretBytes joiner,
            KeySchedule.WelcomeKey key,
            EpochState after,
            MemberSecrets next)
            throws MlsException, CryptoException {
        GroupInfo groupInfo =
                GroupInfos.sign(after, next, request.inlineTree(), false, request.groupInfoExtensions(), random);
        try (TransientSecrets secrets = new TransientSecrets()) {
            List<Welcome.NewMember> members = new ArrayList<>();
            for (AppliedProposals.Added added : applied.added()) {
                Optional<SecretBytes> pathSecret = path.map(made -> secrets.passing(made.pathSecretFor(added.index())));
                members.add(new Welcome.NewMember(
                        added.keyPackage().reference(crypto),
                        added.keyPackage().initKey(),
                        new GroupSecrets(joiner, pathSecret, applied.preSharedKeys())));
            }
            return Welcome.seal(crypto, groupInfo, key, members, random);
        }
    }
}
