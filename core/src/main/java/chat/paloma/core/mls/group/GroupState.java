package chat.paloma.core.mls.group;

import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.PreSharedKey;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.schedule.ResumptionUsage;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that a member keeps of a group. Mutable, owned by one {@link Group} at a time, which passes it on with every step:
 * so what a step consumed is overwritten here, and no older state can still be used.
 */
final class GroupState {
    final MlsCrypto crypto;
    final GroupSettings settings;
    EpochState epoch;
    MemberSecrets secrets;
    ProposalCache proposals = ProposalCache.EMPTY;
    final TreeMap<ProposalRef, OwnUpdate> ownUpdates = new TreeMap<>();
    PastEpochs past = new PastEpochs();
    ResumptionPsks resumptionPsks = new ResumptionPsks();
    PathActivity activity;
    Optional<Proposal.ReInit> successor = Optional.empty();
    Optional<ResumptionUsage> linking = Optional.empty();

    @Nullable PendingCommitState pending;
    /** Counts changes, so that a message opened before one is not used after it. Not stored. */
    long revision;

    GroupState(
            MlsCrypto crypto, GroupSettings settings, EpochState epoch, MemberSecrets secrets, PathActivity activity) {
        this.crypto = crypto;
        this.settings = settings;
        this.epoch = epoch;
        this.secrets = secrets;
        this.activity = activity;
    }

    LeafIndex ownIndex() {
        return secrets.treeKeys().owner();
    }

    LeafNode ownLeaf() {
        return epoch.tree().leaf(ownIndex()).orElseThrow();
    }

    Sender ownSender() {
        return new Sender.Member(ownIndex());
    }

    void requireOpen() throws MlsException {
        if (successor.isPresent()) {
            throw new MlsException(ValidationRule.COMMIT_NOT_ENDED, "the group was re-initialised");
        }
    }

    /** The keys of all these ids, in their order. */
    List<PreSharedKey> findPreSharedKeys(List<PreSharedKeyId> ids, PreSharedKeys others, TransientSecrets passing)
            throws MlsException {
        List<PreSharedKey> found = new ArrayList<>();
        for (PreSharedKeyId id : ids) {
            Optional<SecretBytes> own = id instanceof PreSharedKeyId.Resumption resumption
                            && resumption.groupId().equals(epoch.context().groupId())
                    ? resumptionPsks.find(resumption.epoch())
                    : Optional.empty();
            SecretBytes secret = own.or(() -> others.find(id))
                    .orElseThrow(() -> new MlsException(
                            ValidationRule.COMMIT_PSK_AVAILABLE, "a pre-shared key that is not at hand"));
            found.add(new PreSharedKey(id, passing.passing(secret)));
        }
        return found;
    }

    /** Steps into the next epoch and overwrites what the one that ends leaves behind. */
    void advance(Transition transition, MemberSecrets next, PathActivity nextActivity) {
        MemberSecrets ended = secrets;
        past.add(
                transition.before(),
                ended.epoch().senderDataSecret().copy(),
                ended.messages(),
                changedLeaves(transition),
                settings.pastEpochs());
        ended.epoch().erase();
        ended.treeKeys().eraseKeysMissingFrom(next.treeKeys());
        if (ended.signatureKey() != next.signatureKey()) {
            ended.signatureKey().erase();
        }
        epoch = transition.after();
        secrets = next;
        activity = nextActivity;
        successor = transition.applied().reInit();
        linking = Optional.empty();
        resumptionPsks.add(epoch.context().epoch(), next.epoch().resumptionPsk(), settings.resumptionPsks());
        forgetProposals(next);
        revision++;
    }

    private void forgetProposals(MemberSecrets next) {
        proposals = ProposalCache.EMPTY;
        for (OwnUpdate update : ownUpdates.values()) {
            boolean used = next.treeKeys().key(ownIndex().node()).stream().anyMatch(key -> key == update.leafKey());
            if (!used) {
                update.erase();
            }
        }
        ownUpdates.clear();
    }

    private static Set<LeafIndex> changedLeaves(Transition transition) {
        AppliedProposals applied = transition.applied();
        Set<LeafIndex> changed = new TreeSet<>(applied.newLeaves());
        for (CommittedProposal each : applied.proposals()) {
            ProposalListRules.changedLeaf(each).ifPresent(changed::add);
        }
        if (transition.withPath()) {
            changed.add(applied.committer());
        }
        return changed;
    }

    /** Overwrites a commit of ours that did not come to be. */
    void discardPending() {
        if (pending != null) {
            pending.next().eraseAllBut(secrets);
            pending = null;
            revision++;
        }
    }

    /** Overwrites everything. */
    void erase() {
        discardPending();
        secrets.erase();
        past.erase();
        resumptionPsks.erase();
        for (Map.Entry<ProposalRef, OwnUpdate> update : ownUpdates.entrySet()) {
            update.getValue().erase();
        }
        ownUpdates.clear();
        revision++;
    }
}
