package chat.paloma.core.mls.group;

import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.schedule.EpochSecrets;
import chat.paloma.core.mls.schedule.KeySchedule;
import chat.paloma.core.mls.schedule.PreSharedKey;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.schedule.ResumptionUsage;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.treekem.TreePrivateKeys;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.mls.welcome.GroupSecrets;
import chat.paloma.core.mls.welcome.Welcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Joining by a Welcome (RFC 9420 section 12.4.3.1). */
final class Joining {
    private final JoinRequest request;
    private final MlsCrypto crypto;
    private final Welcome welcome;

    Joining(JoinRequest request, Welcome welcome) {
        this.request = request;
        this.crypto = request.crypto();
        this.welcome = welcome;
    }

    /** The state in the epoch of the Welcome, and who signed what describes it. */
    record Joined(GroupState state, LeafIndex signer) {}

    Joined join(long now) throws MlsException {
        KeyPackage keyPackage = request.keyPackage().keyPackage();
        CipherSuiteId suite = CipherSuiteId.of(crypto.suite());
        if (!welcome.suite().equals(suite)
                || !keyPackage.content().cipherSuite().equals(suite)) {
            throw new MlsException(ValidationRule.WELCOME_SUITE, "a Welcome of another suite");
        }
        GroupSecrets secrets = welcome.openSecrets(
                crypto, keyPackage.reference(crypto), request.keyPackage().initKey());
        try (TransientSecrets transients = new TransientSecrets()) {
            transients.passing(secrets, GroupSecrets::erase);
            return transients.handOver(join(secrets, transients, now));
        }
    }

    private Joined join(GroupSecrets secrets, TransientSecrets transients, long now) throws MlsException {
        Optional<PreSharedKeyId.Resumption> link = link(secrets.psks());
        List<PreSharedKey> preSharedKeys = findPreSharedKeys(secrets.psks(), transients);
        SecretBytes psk = transients.passing(PreSharedKey.combine(crypto, preSharedKeys));
        KeySchedule.MemberSecret member = transients.passing(
                new KeySchedule(crypto).memberSecret(secrets.joinerSecret(), psk), KeySchedule.MemberSecret::erase);
        GroupInfo groupInfo = welcome.openGroupInfo(crypto, member.welcomeKey());
        if (request.inGroup().test(groupInfo.context().groupId())) {
            throw new MlsException(ValidationRule.JOIN_UNIQUE_GROUP, "already in a group of this id");
        }
        EpochState epoch = GroupInfoRules.verify(
                crypto, groupInfo, request.tree(), request.settings().rules());
        LeafIndex own = ownLeaf(epoch.tree());
        checkExtensions(epoch);
        if (link.isPresent()) {
            checkLink(link.get(), epoch);
        }
        EpochSecrets epochSecrets = transients.resulting(member.epoch(epoch.context()), EpochSecrets::erase);
        if (!epochSecrets.confirms(crypto, epoch.context().confirmedTranscriptHash(), epoch.confirmationTag())) {
            throw new MlsException(ValidationRule.GROUP_INFO_CONFIRMATION, "the confirmation tag does not verify");
        }
        TreePrivateKeys keys = transients.resulting(
                TreePrivateKeys.ofLeaf(
                        own,
                        new HpkePrivateKey(
                                request.keyPackage().leafKey().secret().copy())),
                TreePrivateKeys::erase);
        if (secrets.pathSecret().isPresent()) {
            if (own.equals(groupInfo.signer())) {
                throw new MlsException(ValidationRule.WELCOME_PATH_SECRET, "the joiner signed its own Welcome");
            }
            keys = keys.withPathSecret(
                    epoch.tree(), groupInfo.signer(), secrets.pathSecret().get());
        }
        GroupState state = state(request, epoch, epochSecrets, keys, PathActivity.joinedAt(now));
        return new Joined(state, groupInfo.signer());
    }

    static GroupState state(
            JoinRequest request,
            EpochState epoch,
            EpochSecrets epochSecrets,
            TreePrivateKeys keys,
            PathActivity activity) {
        SignaturePrivateKey signatureKey = request.signatureKey().copy();
        MemberSecrets secrets =
                MemberSecrets.of(request.crypto(), epochSecrets, epoch.tree().width(), keys, signatureKey);
        GroupState state = new GroupState(request.crypto(), request.settings(), epoch, secrets, activity);
        state.resumptionPsks.add(
                epoch.context().epoch(),
                epochSecrets.resumptionPsk(),
                request.settings().resumptionPsks());
        return state;
    }

    /** The PSK that links the new group to another, which is the only such one. */
    private static Optional<PreSharedKeyId.Resumption> link(List<PreSharedKeyId> ids) throws MlsException {
        List<PreSharedKeyId.Resumption> links = new ArrayList<>();
        for (PreSharedKeyId id : ids) {
            if (id instanceof PreSharedKeyId.Resumption resumption
                    && resumption.usage() != ResumptionUsage.APPLICATION) {
                links.add(resumption);
            }
        }
        if (links.size() > 1) {
            throw new MlsException(ValidationRule.JOIN_ONE_RESUMPTION, "two links to other groups");
        }
        return links.stream().findFirst();
    }

    private List<PreSharedKey> findPreSharedKeys(List<PreSharedKeyId> ids, TransientSecrets secrets)
            throws MlsException {
        List<PreSharedKey> found = new ArrayList<>();
        for (PreSharedKeyId id : ids) {
            if (id.nonce().length() != crypto.hashLength()) {
                throw new MlsException(ValidationRule.PROPOSAL_PSK_NONCE, "a nonce of the wrong length");
            }
            SecretBytes secret = request.preSharedKeys()
                    .find(id)
                    .orElseThrow(() -> new MlsException(
                            ValidationRule.JOIN_PSK_AVAILABLE, "a pre-shared key that is not at hand"));
            found.add(new PreSharedKey(id, secrets.passing(secret)));
        }
        return found;
    }

    private LeafIndex ownLeaf(RatchetTree tree) throws MlsException {
        for (RatchetTree.Member member : tree.members()) {
            if (member.leaf().equals(request.keyPackage().keyPackage().leafNode())) {
                return member.index();
            }
        }
        throw new MlsException(ValidationRule.JOIN_OWN_LEAF, "the tree has no leaf of the joiner");
    }

    private void checkExtensions(EpochState epoch) throws MlsException {
        if (!epoch.context()
                .extensions()
                .areSupportedBy(request.keyPackage().keyPackage().leafNode().capabilities())) {
            throw new MlsException(ValidationRule.JOIN_EXTENSIONS, "an extension of the group is unknown");
        }
    }

    private void checkLink(PreSharedKeyId.Resumption link, EpochState epoch) throws MlsException {
        JoinRequest.Origin origin = request.origin()
                .filter(known -> known.context().groupId().equals(link.groupId())
                        && known.context().epoch() == link.epoch())
                .orElseThrow(() -> new MlsException(
                        ValidationRule.JOIN_PSK_AVAILABLE, "linked to a group that the joiner does not know"));
        if (epoch.context().epoch() != 1) {
            throw new MlsException(ValidationRule.JOIN_FIRST_EPOCH, "a linked group in a later epoch");
        }
        LinkedGroups.Founded founded = new LinkedGroups.Founded(
                epoch.context().groupId().bytes(),
                CipherSuiteId.of(epoch.context().suite()),
                epoch.context().extensions(),
                epoch.tree().members().stream().map(RatchetTree.Member::leaf).toList());
        LinkedGroups.check(
                link.usage(), origin, founded, request.settings().rules().identities());
    }
}
