package chat.paloma.core.engine.room;

import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.LeafChange;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.KeyRequests.Claim;
import chat.paloma.core.wire.KeyRequests.Claimed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes commits of what is wanted of a room, or finds that it is so already, or can't be. */
final class RoomChange {
    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final RoomId room;
    private final Committing committing;
    private final Leaving leaving;
    /** What the open submission is for. */
    private Intents.@Nullable Key current;

    /** @param again called when a change may be made that could not be before */
    RoomChange(RoomContext context, RoomId room, Committing committing, Runnable again) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.room = room;
        this.committing = committing;
        this.leaving = new Leaving(context, room, again);
    }

    /** The first change that can be made now. */
    Optional<Intents.Key> next() {
        List<Row<Intents.Key, Intent>> all = rooms.intents().all(room);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Group group = rooms.groups().require(room);
        boolean goes = isForOthers(group);
        return all.stream()
                .filter(row -> rooms.intents().isLeaving(row.value())
                        ? isToBeProposed(row.key(), group)
                        : !goes && !waits(row.value()))
                .map(Row::key)
                .findFirst();
    }

    /** Whether this device only waits until others have removed it. */
    boolean isForOthers(Group group) {
        return !group.waitingProposals().isEmpty()
                && Leaving.isForOthers(group, rooms.intents().isLeaving(room));
    }

    private boolean isToBeProposed(Intents.Key key, Group group) {
        return !leaving.isProposed(group)
                || (leaving.isTaken(group) && rooms.intents().isAsked(key));
    }

    /** Whether somebody has to answer first. */
    private boolean waits(Intent intent) {
        return intent instanceof Intent.Add add && add.patient() && !maySummon(add.account());
    }

    /** Whether this account may claim key packages of another. */
    private boolean maySummon(AccountId account) {
        return account.equals(device.account())
                || context.contacts().find(account).filter(Contact::accepts).isPresent()
                || rooms.sharesRoom(account);
    }

    /**
     * Makes a change.
     *
     * @param done when a commit is submitted, or nothing is to be committed
     */
    void pursue(Intents.Key key, Runnable done) {
        Optional<Intent> found = rooms.intents().all(room).stream()
                .filter(row -> row.key().equals(key))
                .map(Row::value)
                .findFirst();
        if (found.isEmpty()) {
            done.run();
            return;
        }
        current = key;
        try {
            pursue(key, found.get(), done);
        } catch (IllegalArgumentException e) {
            // Such as a policy in which nobody would be an owner.
            fail(key, new Problem(ProblemCode.INVALID, String.valueOf(e.getMessage())), done);
        }
    }

    private void pursue(Intents.Key key, Intent intent, Runnable done) {
        Group group = rooms.groups().require(room);
        Roster roster = Groups.roster(group);
        switch (intent) {
            case Intent.Add add -> add(key, add, roster, done);
            case Intent.Remove remove -> remove(key, remove.account(), group, roster, done);
            case Intent.RemoveDevice remove -> removeDevice(key, remove.device(), roster, done);
            case Intent.SetRole set -> setRole(key, set, group, roster, done);
            case Intent.SetWhoMayAdd set ->
                policy(
                        key,
                        group,
                        roster,
                        Role.ADMINISTRATOR,
                        Policies.withWhoMayAdd(roster.policy(), set.who()),
                        done);
            case Intent.SetLink set -> link(key, set, group, roster, done);
            case Intent.Heal heal -> heal(key, group, done);
        }
    }

    /** The node refused the commit of the change at hand; returns whether there is one. */
    boolean refused(Problem problem) {
        if (current == null) {
            return false;
        }
        refuse(current, problem);
        return true;
    }

    private void refuse(Intents.Key key, Problem problem) {
        current = null;
        if (!rooms.intents().refused(key, problem)) {
            device.notice(Optional.of(room), NoticeKind.CHANGE_REFUSED, problem.toString());
        }
    }

    private void finish(Intents.Key key, Runnable done) {
        current = null;
        rooms.intents().done(key);
        done.run();
    }

    private void fail(Intents.Key key, Problem problem, Runnable done) {
        refuse(key, problem);
        done.run();
    }

    private void commit(Intents.Key key, List<Proposal> proposals, LeafChange change, Runnable done) {
        Optional<Problem> problem = committing.commit(room, proposals, change);
        problem.ifPresent(why -> refuse(key, why));
        done.run();
    }

    private Role ownRole(Roster roster) {
        return roster.policy().roleOf(device.account());
    }

    // Adding

    private void add(Intents.Key key, Intent.Add add, Roster roster, Runnable done) {
        AccountId account = add.account();
        if (roster.contains(account)) {
            finish(key, done);
            return;
        }
        if (!ownRole(roster).isAtLeast(roster.policy().whoMayAdd().role())) {
            fail(key, new Problem(ProblemCode.FORBIDDEN, "only administrators add people to this room"), done);
            return;
        }
        if (!maySummon(account)) {
            fail(key, Problem.of(ProblemCode.NOT_ACCEPTED), done);
            return;
        }
        context.directory()
                .refresh(
                        account,
                        () -> context.link()
                                .ask(
                                        new Claim(
                                                account,
                                                CipherSuiteId.of(
                                                        device.settings().suite()),
                                                rooms.sharedWith(account)),
                                        claimed -> claimed(key, account, claimed, done),
                                        failure -> claimRefused(key, add, failure, done)));
    }

    private void claimRefused(Intents.Key key, Intent.Add add, Failure failure, Runnable done) {
        if (failure.is(FailureCode.CLAIM_NOT_PERMITTED) && add.patient()) {
            // They have changed their mind: it waits until they accept again.
            context.contacts().change(add.account(), contact -> contact.whenAnswered(false));
            current = null;
            done.run();
        } else {
            fail(key, Problem.of(failure), done);
        }
    }

    private void claimed(Intents.Key key, AccountId account, Claimed claimed, Runnable done) {
        if (!rooms.require(room).isActive()) {
            // The room has ended, or is stuck, since they were asked for.
            done.run();
            return;
        }
        List<Proposal> adds = new ArrayList<>();
        for (var each : claimed.keyPackages()) {
            Optional<Proposal> add = new KeyPackageCheck(context).check(account, each);
            if (add.isEmpty()) {
                fail(
                        key,
                        new Problem(
                                ProblemCode.SERVER_DECEIVES,
                                "a bad key package of " + context.contacts().name(account)),
                        done);
                return;
            }
            adds.add(add.get());
        }
        Roster now = Groups.roster(rooms.groups().require(room));
        if (now.contains(account)) {
            finish(key, done);
        } else if (adds.isEmpty()) {
            fail(key, Problem.of(ProblemCode.NO_DEVICE), done);
        } else if (rooms.require(room).submission().isPresent()) {
            done.run();
        } else {
            commit(key, adds, LeafChange.NONE, done);
        }
    }

    // Removing

    private void remove(Intents.Key key, AccountId account, Group group, Roster roster, Runnable done) {
        if (account.equals(device.account())) {
            leave(key, group, roster, done);
            return;
        }
        Optional<Roster.Account> target = roster.find(account);
        if (target.isEmpty()) {
            finish(key, done);
            return;
        }
        Role own = ownRole(roster);
        if (own != Role.OWNER && !(own == Role.ADMINISTRATOR && target.get().role() == Role.MEMBER)) {
            fail(key, new Problem(ProblemCode.FORBIDDEN, "only administrators remove people"), done);
            return;
        }
        List<Proposal> proposals = new ArrayList<>();
        target.get().devices().forEach(each -> proposals.add(new Proposal.Remove(each.leaf())));
        if (own == Role.OWNER && target.get().role() != Role.MEMBER) {
            RoomPolicy without = Policies.withoutRolesOf(roster.policy(), Set.of(account));
            proposals.add(Policies.replacing(group.context().extensions(), without));
        }
        commit(key, proposals, LeafChange.NONE, done);
    }

    private void removeDevice(Intents.Key key, DeviceAddress address, Roster roster, Runnable done) {
        Optional<Roster.Device> target = roster.find(address);
        if (target.isEmpty() || address.equals(device.address())) {
            finish(key, done);
            return;
        }
        commit(key, List.of(new Proposal.Remove(target.get().leaf())), LeafChange.NONE, done);
    }

    /** Somebody else commits it, and until then it stays wanted. */
    private void leave(Intents.Key key, Group group, Roster roster, Runnable done) {
        if (roster.accounts().size() == 1) {
            leaveAsLast(key, group, roster, done);
            return;
        }
        Set<Role> others = Owners.rolesWithout(device.account(), group.waitingProposals(), roster);
        if (ownRole(roster) == Role.OWNER && !others.isEmpty() && !others.contains(Role.OWNER)) {
            fail(key, Owners.NEEDED, done);
            return;
        }
        current = null;
        if (leaving.isTaken(group)) {
            rooms.intents().taken(key);
        } else {
            leaving.propose(roster, () -> rooms.intents().taken(key), failure -> refuse(key, Problem.of(failure)));
        }
        done.run();
    }

    /** Nobody is to come into a room that nobody reads, and no other device of this account stays in it. */
    private void leaveAsLast(Intents.Key key, Group group, Roster roster, Runnable done) {
        List<Proposal> first = new ArrayList<>();
        roster.find(device.account()).orElseThrow().devices().stream()
                .filter(each -> !each.leaf().equals(group.ownIndex()))
                .forEach(each -> first.add(new Proposal.Remove(each.leaf())));
        if (!roster.policy().linkKeys().isEmpty() && ownRole(roster).isAtLeast(Role.ADMINISTRATOR)) {
            first.add(Policies.replacing(group.context().extensions(), Policies.withoutLinks(roster.policy())));
        }
        if (!first.isEmpty()) {
            commit(key, first, LeafChange.NONE, done);
            return;
        }
        current = null;
        rooms.intents().done(key);
        rooms.end(room, "you left the room");
        done.run();
    }

    // The policy and the own leaf

    private void setRole(Intents.Key key, Intent.SetRole set, Group group, Roster roster, Runnable done) {
        boolean resigns = set.role() != Role.OWNER && roster.policy().roleOf(set.account()) == Role.OWNER;
        if (resigns
                && !Owners.rolesWithout(set.account(), group.waitingProposals(), roster)
                        .contains(Role.OWNER)) {
            fail(key, Owners.NEEDED, done);
            return;
        }
        policy(key, group, roster, Role.OWNER, Policies.withRole(roster.policy(), set.account(), set.role()), done);
    }

    private void policy(Intents.Key key, Group group, Roster roster, Role needed, RoomPolicy policy, Runnable done) {
        if (policy.equals(roster.policy())) {
            finish(key, done);
        } else if (!ownRole(roster).isAtLeast(needed)) {
            fail(key, Problem.of(ProblemCode.FORBIDDEN), done);
        } else {
            commit(key, List.of(Policies.replacing(group.context().extensions(), policy)), LeafChange.NONE, done);
        }
    }

    private void link(Intents.Key key, Intent.SetLink set, Group group, Roster roster, Runnable done) {
        if (set.good()
                && roster.policy().linkKeys().size() >= RoomPolicy.MAX_LINK_KEYS
                && !roster.policy().linkKeys().contains(set.key())) {
            fail(
                    key,
                    new Problem(ProblemCode.TOO_LARGE, "a room has at most " + RoomPolicy.MAX_LINK_KEYS + " links"),
                    done);
            return;
        }
        policy(key, group, roster, Role.ADMINISTRATOR, Policies.withLink(roster.policy(), set.key(), set.good()), done);
    }

    private void heal(Intents.Key key, Group group, Runnable done) {
        Credential newest = device.identity().credential().toCredential();
        boolean healed = group.tree()
                .leaf(group.ownIndex())
                .filter(leaf -> leaf.credential().equals(newest))
                .isPresent();
        if (healed) {
            finish(key, done);
            return;
        }
        commit(
                key,
                List.of(),
                new LeafChange(Optional.empty(), Optional.of(newest), Optional.empty(), Optional.empty()),
                done);
    }
}
