package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.schedule.ResumptionUsage;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeContext;
import chat.paloma.core.mls.tree.LeafNodeRules;
import chat.paloma.core.mls.tree.ProposalType;
import chat.paloma.core.mls.tree.RatchetTree;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether proposals may be committed together (RFC 9420 section 12.2), and whether each of them is valid (section 12.1).
 *
 * @param leafRules with the extensions that the group has after the commit
 * @param linking the use for which the first commit of a new group may name a resumption PSK
 */
record ProposalListRules(
        EpochState before, LeafNodeRules leafRules, IdentityRules identities, Optional<ResumptionUsage> linking) {

    /** A list that a member commits. */
    void checkMemberCommit(List<CommittedProposal> proposals, LeafIndex committer) throws MlsException {
        checkCounts(proposals);
        for (CommittedProposal each : proposals) {
            checkMemberProposal(each, committer);
        }
        checkReInitAlone(proposals);
        checkChangedLeaves(proposals, Optional.of(committer));
        checkAddedClients(proposals);
        checkPreSharedKeys(proposals);
        checkCustomTypes(proposals);
        require(
                count(proposals, ProposalType.GROUP_CONTEXT_EXTENSIONS) <= 1,
                ValidationRule.LIST_ONE_EXTENSIONS,
                "more than one GroupContextExtensions");
    }

    /** A list that somebody commits who joins by it. */
    void checkExternalCommit(List<CommittedProposal> proposals, LeafNode joiner) throws MlsException {
        checkCounts(proposals);
        for (CommittedProposal each : proposals) {
            require(each.reference().isEmpty(), ValidationRule.EXTERNAL_LIST_BY_VALUE, "a proposal by reference");
            require(
                    each.proposal() instanceof Proposal.ExternalInit
                            || each.proposal() instanceof Proposal.Remove
                            || each.proposal() instanceof Proposal.PreSharedKey,
                    ValidationRule.EXTERNAL_LIST_TYPES,
                    "not in an external commit: type " + each.proposal().type().value());
        }
        require(
                count(proposals, ProposalType.EXTERNAL_INIT) == 1,
                ValidationRule.EXTERNAL_LIST_INIT,
                "not exactly one ExternalInit");
        require(
                count(proposals, ProposalType.REMOVE) <= 1,
                ValidationRule.EXTERNAL_LIST_REMOVE,
                "more than one Remove");
        checkChangedLeaves(proposals, Optional.empty());
        for (CommittedProposal each : proposals) {
            if (each.proposal() instanceof Proposal.Remove remove) {
                require(
                        identities.maySucceed(removedLeaf(remove), joiner),
                        ValidationRule.COMMIT_SUCCESSOR,
                        "the joiner removes somebody else");
            }
        }
        Set<ByteString> clients = stayingClients(proposals);
        require(clients.add(identities.clientOf(joiner)), ValidationRule.LIST_ADD_TWICE, "the joiner is a member");
        checkPreSharedKeys(proposals);
    }

    private void checkCounts(List<CommittedProposal> proposals) throws MlsException {
        require(
                proposals.size() <= MlsLimits.MAX_COMMIT_PROPOSALS
                        && count(proposals, ProposalType.ADD) <= MlsLimits.MAX_COMMIT_ADDS
                        && count(proposals, ProposalType.PSK) <= MlsLimits.MAX_PSKS,
                ValidationRule.LIST_LIMIT,
                "too many proposals");
    }

    private void checkMemberProposal(CommittedProposal each, LeafIndex committer) throws MlsException {
        switch (each.proposal()) {
            case Proposal.Add add -> add.keyPackage().check(leafRules);
            case Proposal.Update update -> {
                require(
                        !each.sender().equals(new Sender.Member(committer)),
                        ValidationRule.LIST_COMMITTER_UPDATE,
                        "an Update of the committer");
                checkUpdate(update, each.sender());
            }
            case Proposal.Remove remove -> {
                removedLeaf(remove);
                require(
                        remove.removed() != committer.value(),
                        ValidationRule.LIST_COMMITTER_REMOVE,
                        "the committer removes itself");
            }
            case Proposal.PreSharedKey psk -> checkPreSharedKey(psk.id());
            case Proposal.ReInit reInit -> checkReInit(reInit);
            case Proposal.ExternalInit ignored ->
                throw new MlsException(ValidationRule.LIST_EXTERNAL_INIT, "an ExternalInit of a member");
            case Proposal.GroupContextExtensions ignored -> {
                // Checked before the list: the other proposals are judged by the new extensions.
            }
            case Proposal.Custom custom -> {
                // Judged with the list: it depends on who is removed.
            }
        }
    }

    /**
     * A proposal as it arrives, before anybody commits it: what is wrong with it now can't become right in this epoch,
     * save that the group's extensions change in the same commit.
     */
    void checkReceived(Proposal proposal, Sender sender) throws MlsException {
        switch (proposal) {
            case Proposal.Add add -> add.keyPackage().check(leafRules);
            case Proposal.Update update -> checkUpdate(update, sender);
            case Proposal.Remove remove -> removedLeaf(remove);
            case Proposal.PreSharedKey psk -> checkPreSharedKey(psk.id());
            case Proposal.ReInit reInit -> checkReInit(reInit);
            case Proposal.ExternalInit ignored ->
                throw new MlsException(ValidationRule.LIST_EXTERNAL_INIT, "an ExternalInit outside a commit");
            case Proposal.GroupContextExtensions extensions ->
                GroupExtensions.check(extensions.extensions(), leafRules.credentials());
            case Proposal.Custom custom -> {
                // Judged with the list: it depends on who is removed.
            }
        }
    }

    private void checkUpdate(Proposal.Update update, Sender sender) throws MlsException {
        if (!(sender instanceof Sender.Member member)) {
            throw new MlsException(ValidationRule.PROPOSAL_UPDATE_SENDER, "an Update of somebody outside");
        }
        LeafNode former = before.tree()
                .leaf(member.leaf())
                .orElseThrow(() -> new MlsException(
                        ValidationRule.PROPOSAL_UPDATE_SENDER, "an Update of somebody who is no member"));
        leafRules.checkUpdateLeaf(
                update.leafNode(), former, new LeafNodeContext(before.context().groupId(), member.leaf()));
        require(
                identities.maySucceed(former, update.leafNode()),
                ValidationRule.COMMIT_SUCCESSOR,
                "an Update to another identity");
    }

    private LeafNode removedLeaf(Proposal.Remove remove) throws MlsException {
        return remove.target()
                .flatMap(before.tree()::leaf)
                .orElseThrow(() -> new MlsException(
                        ValidationRule.PROPOSAL_REMOVE_TARGET, "there is no member at leaf " + remove.removed()));
    }

    private static void checkReInit(Proposal.ReInit reInit) throws MlsException {
        require(
                reInit.version().value() >= ProtocolVersion.MLS_1_0.value(),
                ValidationRule.PROPOSAL_REINIT_VERSION,
                "version " + reInit.version().value());
    }

    private void checkPreSharedKey(PreSharedKeyId id) throws MlsException {
        require(
                id.nonce().length() == before.crypto().hashLength(),
                ValidationRule.PROPOSAL_PSK_NONCE,
                "a nonce of " + id.nonce().length() + " bytes");
        if (id instanceof PreSharedKeyId.Resumption resumption) {
            require(
                    resumption.usage() == ResumptionUsage.APPLICATION
                            || linking.equals(Optional.of(resumption.usage())),
                    ValidationRule.PROPOSAL_PSK_USAGE,
                    "a resumption PSK for " + resumption.usage());
        }
    }

    private static void checkReInitAlone(List<CommittedProposal> proposals) throws MlsException {
        require(
                count(proposals, ProposalType.REINIT) == 0 || proposals.size() == 1,
                ValidationRule.LIST_REINIT_ALONE,
                "a ReInit beside other proposals");
    }

    private void checkChangedLeaves(List<CommittedProposal> proposals, Optional<LeafIndex> committer)
            throws MlsException {
        Set<LeafIndex> changed = new TreeSet<>();
        for (CommittedProposal each : proposals) {
            Optional<LeafIndex> leaf = changedLeaf(each);
            if (leaf.isPresent()) {
                if (each.proposal() instanceof Proposal.Remove remove) {
                    removedLeaf(remove);
                }
                require(
                        changed.add(leaf.get()) && !leaf.equals(committer),
                        ValidationRule.LIST_ONE_CHANGE_PER_LEAF,
                        "two changes of " + leaf.get());
            }
        }
    }

    static Optional<LeafIndex> changedLeaf(CommittedProposal each) {
        if (each.proposal() instanceof Proposal.Remove remove) {
            return remove.target();
        }
        if (each.proposal() instanceof Proposal.Update && each.sender() instanceof Sender.Member member) {
            return Optional.of(member.leaf());
        }
        return Optional.empty();
    }

    private void checkAddedClients(List<CommittedProposal> proposals) throws MlsException {
        if (count(proposals, ProposalType.ADD) == 0) {
            return;
        }
        Set<ByteString> clients = stayingClients(proposals);
        for (CommittedProposal each : proposals) {
            if (each.proposal() instanceof Proposal.Add add) {
                require(
                        clients.add(identities.clientOf(add.keyPackage().leafNode())),
                        ValidationRule.LIST_ADD_TWICE,
                        "a client is added that is a member");
            }
        }
    }

    private Set<ByteString> stayingClients(List<CommittedProposal> proposals) {
        return stayingClients(before.tree(), identities, proposals);
    }

    /** The clients of the members whom these proposals do not remove. */
    static Set<ByteString> stayingClients(
            RatchetTree tree, IdentityRules identities, List<CommittedProposal> proposals) {
        Set<LeafIndex> removed = removedLeaves(proposals);
        Set<ByteString> clients = new TreeSet<>();
        tree.forEachMember((index, leaf) -> {
            if (!removed.contains(index)) {
                clients.add(identities.clientOf(leaf));
            }
        });
        return clients;
    }

    static Set<LeafIndex> removedLeaves(List<CommittedProposal> proposals) {
        Set<LeafIndex> removed = new TreeSet<>();
        for (CommittedProposal each : proposals) {
            if (each.proposal() instanceof Proposal.Remove remove) {
                remove.target().ifPresent(removed::add);
            }
        }
        return removed;
    }

    private void checkPreSharedKeys(List<CommittedProposal> proposals) throws MlsException {
        Set<ByteString> seen = new TreeSet<>();
        for (CommittedProposal each : proposals) {
            if (each.proposal() instanceof Proposal.PreSharedKey psk) {
                checkPreSharedKey(psk.id());
                require(
                        seen.add(ByteString.adopt(psk.id().encoded())),
                        ValidationRule.LIST_PSK_TWICE,
                        "one pre-shared key twice");
            }
        }
    }

    private void checkCustomTypes(List<CommittedProposal> proposals) throws MlsException {
        Set<ProposalType> types = new HashSet<>();
        for (CommittedProposal each : proposals) {
            if (each.proposal() instanceof Proposal.Custom custom) {
                types.add(custom.type());
            }
        }
        if (types.isEmpty()) {
            return;
        }
        Set<LeafIndex> removed = removedLeaves(proposals);
        for (RatchetTree.Member member : before.tree().members()) {
            for (ProposalType type : types) {
                require(
                        removed.contains(member.index())
                                || member.leaf().capabilities().supports(type),
                        ValidationRule.LIST_SUPPORTED_TYPES,
                        member.index() + " does not support proposals of type " + type.value());
            }
        }
    }

    private static long count(List<CommittedProposal> proposals, ProposalType type) {
        return proposals.stream()
                .filter(each -> each.proposal().type().equals(type))
                .count();
    }

    private static void require(boolean holds, ValidationRule rule, String detail) throws MlsException {
        if (!holds) {
            throw new MlsException(rule, detail);
        }
    }
}
