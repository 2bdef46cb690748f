package chat.paloma.core.mls.group;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.commit.Commit;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalOrRef;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The proposals of an epoch that wait for a commit, in the order in which they came. A proposal is good for its epoch
 * only. At most {@link MlsLimits#MAX_PENDING_PROPOSALS}, of {@link MlsLimits#MAX_PENDING_PROPOSALS_LENGTH} bytes together.
 * Immutable.
 */
final class ProposalCache {
    static final ProposalCache EMPTY = new ProposalCache(new LinkedHashMap<>(), 0);

    private final Map<ProposalRef, AuthenticatedContent> messages;
    private final int length;

    private ProposalCache(Map<ProposalRef, AuthenticatedContent> messages, int length) {
        this.messages = messages;
        this.length = length;
    }

    boolean contains(ProposalRef reference) {
        return messages.containsKey(reference);
    }

    /** With one more; the same one twice is there once. */
    ProposalCache with(MlsCrypto crypto, AuthenticatedContent message) throws MlsException {
        ProposalRef reference = message.proposalRef(crypto);
        if (messages.containsKey(reference)) {
            return this;
        }
        int added = message.encoded().length;
        if (messages.size() == MlsLimits.MAX_PENDING_PROPOSALS
                || added > MlsLimits.MAX_PENDING_PROPOSALS_LENGTH - length) {
            throw new MlsException(ValidationRule.LIST_LIMIT, "too many proposals wait for a commit");
        }
        Map<ProposalRef, AuthenticatedContent> more = new LinkedHashMap<>(messages);
        more.put(reference, message);
        return new ProposalCache(more, length + added);
    }

    ProposalCache without(ProposalRef reference) {
        Map<ProposalRef, AuthenticatedContent> fewer = new LinkedHashMap<>(messages);
        AuthenticatedContent removed = fewer.remove(reference);
        return removed == null ? this : new ProposalCache(fewer, length - removed.encoded().length);
    }

    /** All of them, in their order. */
    List<CommittedProposal> all() {
        List<CommittedProposal> list = new ArrayList<>();
        messages.forEach((reference, message) -> list.add(committed(reference, message)));
        return list;
    }

    private static CommittedProposal committed(ProposalRef reference, AuthenticatedContent message) {
        if (message.content().content() instanceof Content.Proposal(Proposal proposal)) {
            return new CommittedProposal(proposal, message.content().sender(), Optional.of(reference));
        }
        throw new IllegalStateException("not a proposal");
    }

    /** The proposals that a commit covers, in its order. */
    List<CommittedProposal> resolve(Commit commit, Sender committer) throws MlsException {
        List<CommittedProposal> list = new ArrayList<>();
        for (ProposalOrRef each : commit.proposals()) {
            switch (each) {
                case ProposalOrRef.ByValue(Proposal proposal) ->
                    list.add(new CommittedProposal(proposal, committer, Optional.empty()));
                case ProposalOrRef.ByReference(ProposalRef reference) -> {
                    AuthenticatedContent message = messages.get(reference);
                    if (message == null) {
                        throw new MlsException(
                                committer instanceof Sender.Member
                                        ? ValidationRule.PROPOSAL_KNOWN
                                        : ValidationRule.EXTERNAL_LIST_BY_VALUE,
                                "a proposal that was not received");
                    }
                    list.add(committed(reference, message));
                }
            }
        }
        return list;
    }

    /**
     * What of the waiting proposals a member can commit beside its own: not its own Updates; of several changes of one
     * leaf a Remove, or else the newest Update; of several GroupContextExtensions the newest; a ReInit only alone
     * (RFC 9420 section 12.2).
     */
    List<CommittedProposal> committableBy(LeafIndex committer, List<CommittedProposal> own) {
        Map<LeafIndex, CommittedProposal> changes = new TreeMap<>();
        Set<LeafIndex> changedByOwn = new TreeSet<>();
        own.forEach(each -> ProposalListRules.changedLeaf(each).ifPresent(changedByOwn::add));
        Optional<CommittedProposal> extensions = Optional.empty();
        boolean others = !own.isEmpty();
        for (CommittedProposal each : all()) {
            Optional<LeafIndex> leaf = ProposalListRules.changedLeaf(each);
            if (leaf.isPresent()
                    && !leaf.get().equals(committer)
                    && !changedByOwn.contains(leaf.get())
                    && !(changes.containsKey(leaf.get())
                            && each.proposal() instanceof Proposal.Update
                            && changes.get(leaf.get()).proposal() instanceof Proposal.Remove)) {
                changes.put(leaf.get(), each);
            }
            if (each.proposal() instanceof Proposal.GroupContextExtensions) {
                extensions = Optional.of(each);
            }
            others |= !(each.proposal() instanceof Proposal.ReInit);
        }
        boolean ownExtensions =
                own.stream().anyMatch(each -> each.proposal() instanceof Proposal.GroupContextExtensions);
        List<CommittedProposal> chosen = new ArrayList<>();
        for (CommittedProposal each : all()) {
            boolean fits = switch (each.proposal()) {
                case Proposal.Update ignored -> changes.containsValue(each);
                case Proposal.Remove ignored -> changes.containsValue(each);
                case Proposal.GroupContextExtensions ignored -> !ownExtensions && extensions.equals(Optional.of(each));
                case Proposal.ReInit ignored -> !others && chosen.isEmpty();
                default -> true;
            };
            if (fits) {
                chosen.add(each);
            }
        }
        return chosen;
    }

    void encodeState(TlsWriter out) {
        out.writeList(messages.values());
    }

    static ProposalCache decodeState(MlsCrypto crypto, TlsReader in) throws DecodeException {
        Map<ProposalRef, AuthenticatedContent> messages = new LinkedHashMap<>();
        int length = 0;
        for (AuthenticatedContent message :
                in.readList(MlsLimits.MAX_PENDING_PROPOSALS, AuthenticatedContent::decode)) {
            if (!(message.content().content() instanceof Content.Proposal)
                    || messages.put(message.proposalRef(crypto), message) != null) {
                throw new DecodeException(Reason.INVALID_VALUE, "not a proposal, or one twice");
            }
            length += message.encoded().length;
        }
        return new ProposalCache(messages, length);
    }
}
