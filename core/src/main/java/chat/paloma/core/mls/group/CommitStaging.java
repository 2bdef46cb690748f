package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.hpke.HpkeContext;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.group.AppliedProposals.Judgement;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.schedule.EpochSecrets;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.schedule.KeySchedule;
import chat.paloma.core.mls.schedule.PreSharedKey;
import chat.paloma.core.mls.treekem.MergedPath;
import chat.paloma.core.mls.treekem.TreePrivateKeys;
import java.util.List;
import java.util.Optional;

/** The half of processing a commit that takes a member's secrets (RFC 9420 section 12.4.2). Nothing changes yet. */
final class CommitStaging {
    private static final byte[] EXTERNAL_INIT =
            ByteString.utf8("MLS 1.0 external init secret").toByteArray();

    private CommitStaging() {}

    static StagedCommit stage(GroupState state, VerifiedMessage.Commit message, PreSharedKeys psks)
            throws MlsException {
        Receiving.requireCurrent(state, message.owner, message.revision);
        state.requireOpen();
        if (message.sender().equals(state.ownSender())) {
            throw new MlsException(ValidationRule.COMMIT_OWN, "a commit of our own that is not the pending one");
        }
        Transition transition = Transition.process(
                state.epoch, message.content, state.proposals, Judgement.ofReceiver(state.settings.rules()));
        if (transition.applied().removed().contains(state.ownIndex())) {
            return new StagedCommit(message, transition, Optional.empty());
        }
        return new StagedCommit(message, transition, Optional.of(nextSecrets(state, transition, psks)));
    }

    private static MemberSecrets nextSecrets(GroupState state, Transition transition, PreSharedKeys psks)
            throws MlsException {
        try (TransientSecrets secrets = new TransientSecrets()) {
            return secrets.handOver(nextSecrets(state, transition, psks, secrets));
        }
    }

    private static MemberSecrets nextSecrets(
            GroupState state, Transition transition, PreSharedKeys psks, TransientSecrets transients)
            throws MlsException {
        AppliedProposals applied = transition.applied();
        List<PreSharedKey> preSharedKeys = state.findPreSharedKeys(applied.preSharedKeys(), psks, transients);
        SecretBytes initSecret = applied.externalInit().isPresent()
                ? transients.passing(
                        openExternalInit(state, applied.externalInit().get()))
                : state.secrets.epoch().initSecret();
        Optional<OwnUpdate> update = committedUpdate(state, applied);
        TreePrivateKeys keys = update.map(own -> state.secrets.treeKeys().withLeafKey(own.leafKey()))
                .orElse(state.secrets.treeKeys())
                .within(applied.tree());
        SignaturePrivateKey signatureKey =
                update.flatMap(OwnUpdate::signatureKey).orElse(state.secrets.signatureKey());
        SecretBytes commitSecret = new KeySchedule(state.crypto).zeroSecret();
        if (transition.path().isPresent()) {
            MergedPath.Opened opened = transition
                    .path()
                    .get()
                    .open(keys, transition.provisionalContext().encoded());
            keys = opened.privateKeys();
            commitSecret = opened.commitSecret();
        }
        EpochSecrets secrets =
                epochSecrets(state.crypto, initSecret, commitSecret, preSharedKeys, transition.context());
        MemberSecrets next =
                MemberSecrets.of(state.crypto, secrets, transition.tree().width(), keys, signatureKey);
        if (!secrets.confirms(
                state.crypto, transition.context().confirmedTranscriptHash(), transition.confirmationTag())) {
            next.eraseAllBut(state.secrets);
            throw new MlsException(ValidationRule.COMMIT_CONFIRMATION_TAG, "the confirmation tag does not verify");
        }
        return next;
    }

    /** Everything from the init secret to the epoch's secrets. The commit secret is erased, what else goes in is not. */
    static EpochSecrets epochSecrets(
            MlsCrypto crypto,
            SecretBytes initSecret,
            SecretBytes commitSecret,
            List<PreSharedKey> preSharedKeys,
            GroupContext context) {
        KeySchedule schedule = new KeySchedule(crypto);
        SecretBytes joiner = schedule.joinerSecret(initSecret, commitSecret, context);
        SecretBytes psk = PreSharedKey.combine(crypto, preSharedKeys);
        EpochSecrets secrets = schedule.memberSecret(joiner, psk).epoch(context);
        joiner.erase();
        psk.erase();
        return secrets;
    }

    private static Optional<OwnUpdate> committedUpdate(GroupState state, AppliedProposals applied) {
        return applied.proposals().stream()
                .flatMap(each -> each.reference().stream())
                .filter(state.ownUpdates::containsKey)
                .map(state.ownUpdates::get)
                .findFirst();
    }

    private static SecretBytes openExternalInit(GroupState state, Proposal.ExternalInit externalInit)
            throws MlsException {
        try (TransientSecrets secrets = new TransientSecrets()) {
            HpkePrivateKey externalKey = secrets.passing(
                    state.secrets.epoch().externalKeyPair(state.crypto).privateKey(), HpkePrivateKey::erase);
            HpkeContext context =
                    state.crypto.hpke().setupRecipient(externalInit.kemOutput(), externalKey, new byte[0]);
            return exportInitSecret(state.crypto, context);
        } catch (CryptoException e) {
            throw new MlsException(ValidationRule.COMMIT_EXTERNAL_INIT, "the external init secret does not open");
        }
    }

    /** The init secret that somebody outside and the group agree on (RFC 9420 section 8.3). */
    static SecretBytes exportInitSecret(MlsCrypto crypto, HpkeContext context) {
        SecretBytes secret = context.export(EXTERNAL_INIT, crypto.hashLength());
        context.erase();
        return secret;
    }
}
