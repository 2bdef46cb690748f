package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.Padding;
import chat.paloma.core.mls.group.AppliedProposals.Judgement;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.secrettree.SecretTree;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.mls.welcome.Welcome;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A group as one of its members has it (RFC 9420).
 *
 * <p>A group is used up step by step: an operation that changes it returns the group to go on with, and using the former
 * one again throws {@link IllegalStateException}. So consumed secrets can be overwritten, and nobody encrypts twice from
 * one state. An operation that throws has changed nothing, and the group can be used on. Single-threaded.
 *
 * <p>Received messages go through {@link #open}, {@link #verify} and then {@link #process} or {@link #stage} and {@link
 * #merge}; {@link #receive} does all of it at once.
 */
public final class Group {
    private @Nullable GroupState current;

    Group(GroupState state) {
        this.current = state;
    }

    private GroupState state() {
        GroupState state = current;
        if (state == null) {
            throw new IllegalStateException("this group is spent: go on with the one that the last step returned");
        }
        return state;
    }

    private <T> Step<T> step(GroupState state, T output) {
        state.revision++;
        current = null;
        return new Step<>(new Group(state), output);
    }

    // Beginning and joining

    /** Begins a group with its creator alone, see {@link GroupCreation}. */
    public static Group create(GroupCreation creation, RandomSource random, long now) throws MlsException {
        return new Group(creation.create(random, now));
    }

    /**
     * Joins by a Welcome (RFC 9420 section 12.4.3.1). The keys of the key package are copied: once the group is stored,
     * the caller erases them, unless the key package is the last resort.
     *
     * @param now in seconds since 1970
     */
    public static Group join(JoinRequest request, Welcome welcome, long now) throws MlsException {
        return joinNaming(request, welcome, now).next();
    }

    /** As {@link #join}, with the member who wrote the Welcome. */
    public static Step<LeafIndex> joinNaming(JoinRequest request, Welcome welcome, long now) throws MlsException {
        Joining.Joined joined = new Joining(request, welcome).join(now);
        return new Step<>(new Group(joined.state()), joined.signer());
    }

    /**
     * Joins by an external commit (RFC 9420 section 12.4.3.2). The group is in the epoch that the commit begins; when
     * the commit is not accepted, the caller drops it and tries again with a newer GroupInfo.
     */
    public static Step<MlsMessage> joinExternally(
            ExternalJoinRequest request, GroupInfo groupInfo, RandomSource random, long now) throws MlsException {
        try {
            ExternalJoin.Made made = new ExternalJoin(request, groupInfo, random).make(now);
            return new Step<>(new Group(made.state()), made.commit());
        } catch (CryptoException e) {
            throw unusableKey(e);
        }
    }

    /**
     * Reads what {@link #encodeState} wrote.
     *
     * @param tree of the epoch in which it was written, encoded
     * @throws DecodeException when the state is damaged, of an unknown version or does not belong to the tree
     */
    public static Group restore(CryptoProvider provider, GroupSettings settings, byte[] state, byte[] tree)
            throws DecodeException {
        return new Group(GroupStateCodec.decode(provider, settings, state, crypto -> {
            TlsReader in = new TlsReader(tree);
            RatchetTree read = UnverifiedRatchetTree.decode(crypto, in).dangerouslyTrust();
            in.expectEnd();
            return read;
        }));
    }

    /**
     * All that must be stored, secrets in the clear, beside {@link #tree}. What was used up is not in it.
     *
     * @throws IllegalStateException also when this member was removed
     */
    public SecretBytes encodeState() {
        return GroupStateCodec.encode(state());
    }

    // Looking

    public GroupContext context() {
        return state().epoch.context();
    }

    public RatchetTree tree() {
        return state().epoch.tree();
    }

    public LeafIndex ownIndex() {
        return state().ownIndex();
    }

    /** The public half of the epoch, with which a {@link PublicGroup} can begin. */
    public EpochState epochState() {
        return state().epoch;
    }

    /** What members compare to see that they are in the same epoch (RFC 9420 section 8.7). */
    public ByteString epochAuthenticator() {
        return state().secrets.epoch().epochAuthenticator();
    }

    /** A secret for use outside MLS (RFC 9420 section 8.5), of {@code length} bytes. */
    public SecretBytes export(String label, byte[] context, int length) {
        return state().secrets.epoch().export(state().crypto, label, context, length);
    }

    /** A copy of the resumption PSK of this or a past epoch that is still kept. */
    public Optional<SecretBytes> resumptionPsk(long epoch) {
        return state().resumptionPsks.find(epoch);
    }

    /** The proposals that wait for a commit. */
    public List<CommittedProposal> waitingProposals() {
        return state().proposals.all();
    }

    public Optional<PendingCommit> pendingCommit() {
        return Optional.ofNullable(state().pending).map(PendingCommitState::output);
    }

    /** The group that replaces this one, after a ReInit was committed: this one sends nothing any more. */
    public Optional<Proposal.ReInit> successor() {
        return state().successor;
    }

    public PathActivity pathActivity() {
        return state().activity;
    }

    /** The past epochs whose application messages can still be read. */
    public List<Long> pastEpochs() {
        return state().past.numbers();
    }

    /** What a joiner of a group that is linked to this one needs to know of it. */
    public JoinRequest.Origin origin() {
        return JoinRequest.Origin.of(state());
    }

    /**
     * Describes this epoch to somebody outside.
     *
     * @param inlineTree whether to add the ratchet tree
     * @param externalJoin whether to let others join by an external commit
     */
    public GroupInfo groupInfo(boolean inlineTree, boolean externalJoin, ExtensionList extensions, RandomSource random)
            throws MlsException {
        try {
            return GroupInfos.sign(state().epoch, state().secrets, inlineTree, externalJoin, extensions, random);
        } catch (CryptoException e) {
            throw unusableKey(e);
        }
    }

    // Sending

    /**
     * Encrypts application data.
     *
     * @param data of at most {@link MlsLimits#MAX_APPLICATION_LENGTH} bytes
     * @throws IllegalStateException also when proposals wait: they must be committed first (RFC 9420 section 12.4)
     */
    public Step<MlsMessage> encrypt(byte[] data, ByteString authenticatedData, Padding padding, RandomSource random)
            throws MlsException {
        GroupState state = state();
        state.requireOpen();
        if (!state.proposals.all().isEmpty() && state.pending == null) {
            throw new IllegalStateException("proposals wait: commit them before sending");
        }
        if (data.length > MlsLimits.MAX_APPLICATION_LENGTH) {
            throw new IllegalArgumentException("application data of " + data.length + " bytes");
        }
        MlsMessage message = Sending.application(state, data, authenticatedData, padding, random);
        state.activity = state.activity.withMessage();
        return step(state, message);
    }

    /** Proposes a change, which then waits for somebody's commit. Updates go through {@link #proposeUpdate}. */
    public Step<MlsMessage> propose(Proposal proposal, MessageOptions options, RandomSource random)
            throws MlsException {
        if (proposal instanceof Proposal.Update) {
            throw new IllegalArgumentException("an Update needs its private key: see proposeUpdate");
        }
        GroupState state = state();
        state.requireOpen();
        return step(state, new Proposing(state, options, random).propose(proposal));
    }

    /** Proposes a new leaf for this member, with a fresh encryption key. */
    public Step<MlsMessage> proposeUpdate(LeafChange change, MessageOptions options, RandomSource random)
            throws MlsException {
        GroupState state = state();
        state.requireOpen();
        return step(state, new Proposing(state, options, random).update(change));
    }

    /** Gives up a proposal that waits, for one that the application does not want to commit. */
    public Step<ProposalRef> forgetProposal(ProposalRef reference) {
        GroupState state = state();
        state.proposals = state.proposals.without(reference);
        OwnUpdate update = state.ownUpdates.remove(reference);
        if (update != null) {
            update.erase();
        }
        return step(state, reference);
    }

    /**
     * Makes a commit (RFC 9420 section 12.4.1). The group stays in its epoch, with the commit pending.
     *
     * @param now in seconds since 1970, for the lifetimes of key packages and the path policy
     * @throws IllegalStateException also when a commit is pending already
     */
    public Step<PendingCommit> commit(CommitRequest request, RandomSource random, long now) throws MlsException {
        GroupState state = state();
        state.requireOpen();
        if (state.pending != null) {
            throw new IllegalStateException("a commit is pending: confirm or discard it");
        }
        try {
            state.pending = new CommitMaker(state, request, random, now).make();
            return step(state, state.pending.output());
        } catch (CryptoException e) {
            throw unusableKey(e);
        }
    }

    /** The pending commit was accepted: steps into the epoch that it begins. */
    public Step<Received.Advanced> confirm() throws MlsException {
        GroupState state = state();
        PendingCommitState pending = state.pending;
        if (pending == null) {
            throw new IllegalStateException("no commit is pending");
        }
        Transition transition = pending.transition().isPresent()
                ? pending.transition().get()
                : Transition.process(
                        state.epoch,
                        pending.content(),
                        state.proposals,
                        new Judgement(state.settings.rules(), Optional.empty(), state.linking));
        PathActivity activity = transition.withPath() ? PathActivity.pathAt(pending.madeAt()) : state.activity;
        state.pending = null;
        state.advance(transition, pending.next(), activity);
        return step(state, StagedCommit.summary(transition, pending.content().content(), false));
    }

    /** The pending commit was not accepted: goes on without it, and overwrites its secrets. */
    public Group discard() {
        GroupState state = state();
        state.discardPending();
        return step(state, "").next();
    }

    // Receiving

    /** Unwraps a message of this epoch, or an encrypted application message of a past one that is kept. */
    public UnverifiedMessage open(MlsMessage message) throws MlsException {
        return Receiving.open(state(), message);
    }

    /** Checks who sent a message. */
    public VerifiedMessage verify(UnverifiedMessage message) throws MlsException {
        return Receiving.verify(state(), message);
    }

    /** Hands out application data, and overwrites the key that it was encrypted with. */
    public Step<Received.ApplicationMessage> process(VerifiedMessage.Application message) {
        GroupState state = state();
        Receiving.requireCurrent(state, message.owner, message.revision);
        Received.ApplicationMessage application = Receiving.application(state, message);
        message.key.orElseThrow().consume();
        return step(state, application);
    }

    /** Takes in a proposal, which then waits for a commit. The same one twice waits once. */
    public Step<Received.ReceivedProposal> process(VerifiedMessage.Proposal message) throws MlsException {
        GroupState state = state();
        Receiving.requireCurrent(state, message.owner, message.revision);
        state.requireOpen();
        Proposals.check(state.epoch, message.proposal(), message.sender(), state.settings.rules());
        state.proposals = state.proposals.with(state.crypto, message.content);
        message.key.ifPresent(SecretTree.Candidate::consume);
        return step(
                state,
                new Received.ReceivedProposal(
                        message.content.proposalRef(state.crypto),
                        message.proposal(),
                        message.sender(),
                        message.authenticatedData()));
    }

    /** Checks a commit of another member, or of somebody who joins by it (RFC 9420 section 12.4.2). */
    public StagedCommit stage(VerifiedMessage.Commit message, PreSharedKeys preSharedKeys) throws MlsException {
        return CommitStaging.stage(state(), message, preSharedKeys);
    }

    /** Steps into the epoch of a staged commit. A pending commit of our own has lost, and is overwritten. */
    public Step<Received.Advanced> merge(StagedCommit staged) {
        GroupState state = state();
        Receiving.requireCurrent(state, staged.message.owner, staged.message.revision);
        Received.Advanced summary = staged.summary();
        if (staged.next.isEmpty()) {
            state.erase();
            return step(state, summary);
        }
        state.discardPending();
        staged.message.key.ifPresent(SecretTree.Candidate::consume);
        state.advance(staged.transition, staged.next.get(), state.activity);
        return step(state, summary);
    }

    /** Gives a staged commit up, and overwrites the secrets of the epoch that it would have begun. */
    public void reject(StagedCommit staged) {
        GroupState state = state();
        Receiving.requireCurrent(state, staged.message.owner, staged.message.revision);
        staged.next.ifPresent(next -> next.eraseAllBut(state.secrets));
        staged.message.key.ifPresent(SecretTree.Candidate::discard);
    }

    /** Opens, verifies and processes a message; a commit is merged, and our own pending one confirmed. */
    public Step<? extends Received> receive(MlsMessage message, PreSharedKeys preSharedKeys) throws MlsException {
        PendingCommitState pending = state().pending;
        if (pending != null && pending.output().commit().equals(message)) {
            return confirm();
        }
        return switch (verify(open(message))) {
            case VerifiedMessage.Application application -> process(application);
            case VerifiedMessage.Proposal proposal -> process(proposal);
            case VerifiedMessage.Commit commit -> merge(stage(commit, preSharedKeys));
        };
    }

    // Letting go

    /** Overwrites what is left of a past epoch: its messages can't be read any more. */
    public Group forgetEpoch(long epoch) {
        GroupState state = state();
        state.past.forget(epoch);
        return step(state, "").next();
    }

    /** Overwrites everything: this member has left, or never wants to come back. */
    public void erase() {
        state().erase();
        current = null;
    }

    GroupState internals() {
        return state();
    }

    static MlsException unusableKey(CryptoException e) {
        return new MlsException(ValidationRule.VALID_PUBLIC_KEY, String.valueOf(e.getMessage()));
    }
}
