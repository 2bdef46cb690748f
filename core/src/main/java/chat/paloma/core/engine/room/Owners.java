package chat.paloma.core.engine.room;

import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.mls.group.CommittedProposal;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sees to it that a room in which somebody stays has an owner among them. Owners may ask to leave at the same time, each
 * counting on the other: who asked last is not removed then, and hears of it in the next epoch.
 */
final class Owners {
    static final Problem NEEDED = new Problem(ProblemCode.FORBIDDEN, "make somebody else an owner first");

    private Owners() {}

    /** The roles of those, other than one account, who stay when what waits is committed. */
    static Set<Role> rolesWithout(AccountId account, List<CommittedProposal> waiting, Roster roster) {
        Set<LeafIndex> removed = Leaving.removed(waiting);
        return roster.accounts().values().stream()
                .filter(each -> !each.id().equals(account) && stays(each, removed))
                .map(Roster.Account::role)
                .collect(Collectors.toSet());
    }

    /** What a commit leaves out of what waits: the removal of the last owner, when others stay. */
    static Set<ProposalRef> keeping(List<CommittedProposal> waiting, Roster roster) {
        Set<LeafIndex> removed = Leaving.removed(waiting);
        List<Roster.Account> staying = roster.accounts().values().stream()
                .filter(each -> stays(each, removed))
                .toList();
        if (removed.isEmpty() || staying.isEmpty() || staying.stream().anyMatch(Owners::isOwner)) {
            return Set.of();
        }
        return roster.accounts().values().stream()
                .filter(Owners::isOwner)
                .map(owner -> removals(owner, waiting))
                .filter(removals -> !removals.isEmpty())
                .max(Comparator.comparingInt(removals -> removals.lastKey()))
                .map(removals -> Set.copyOf(removals.values()))
                .orElse(Set.of());
    }

    /** The removals of an account that members proposed, by their places in what waits. */
    private static SortedMap<Integer, ProposalRef> removals(Roster.Account account, List<CommittedProposal> waiting) {
        SortedMap<Integer, ProposalRef> removals = new TreeMap<>();
        for (int place = 0; place < waiting.size(); place++) {
            CommittedProposal each = waiting.get(place);
            if (each.sender() instanceof Sender.Member
                    && each.proposal() instanceof Proposal.Remove remove
                    && account.devices().stream()
                            .anyMatch(device -> remove.target().equals(Optional.of(device.leaf())))) {
                removals.put(place, each.reference().orElseThrow());
            }
        }
        return removals;
    }

    private static boolean stays(Roster.Account account, Set<LeafIndex> removed) {
        return account.devices().stream().anyMatch(device -> !removed.contains(device.leaf()));
    }

    private static boolean isOwner(Roster.Account account) {
        return account.role() == Role.OWNER;
    }
}
