package chat.paloma.core.engine.room;

import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoleEntry;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Policies of rooms with one thing changed. */
final class Policies {
    private Policies() {}

    static RoomPolicy withRole(RoomPolicy policy, AccountId account, Role role) {
        List<RoleEntry> roles = new ArrayList<>(policy.roles());
        roles.removeIf(entry -> entry.account().equals(account));
        if (role != Role.MEMBER) {
            roles.add(new RoleEntry(account, role));
        }
        return with(policy, roles);
    }

    /** Without the roles of accounts that are gone. */
    static RoomPolicy withoutRolesOf(RoomPolicy policy, Set<AccountId> gone) {
        List<RoleEntry> roles = new ArrayList<>(policy.roles());
        roles.removeIf(entry -> gone.contains(entry.account()));
        return with(policy, roles);
    }

    private static RoomPolicy with(RoomPolicy policy, List<RoleEntry> roles) {
        roles.sort(Comparator.comparing(RoleEntry::account));
        return new RoomPolicy(policy.group(), policy.whoMayAdd(), roles, policy.linkKeys());
    }

    static RoomPolicy withWhoMayAdd(RoomPolicy policy, WhoMayAdd who) {
        return new RoomPolicy(policy.group(), who, policy.roles(), policy.linkKeys());
    }

    static RoomPolicy withLink(RoomPolicy policy, SignaturePublicKey key, boolean good) {
        List<SignaturePublicKey> keys = new ArrayList<>(policy.linkKeys());
        keys.remove(key);
        if (good) {
            keys.add(key);
        }
        return new RoomPolicy(policy.group(), policy.whoMayAdd(), policy.roles(), keys);
    }

    static RoomPolicy withoutLinks(RoomPolicy policy) {
        return new RoomPolicy(policy.group(), policy.whoMayAdd(), policy.roles(), List.of());
    }

    /** For the next generation: the same people may do the same, and the same links are good. */
    static RoomPolicy next(RoomPolicy policy) {
        RoomGroupId group = policy.group();
        return new RoomPolicy(
                new RoomGroupId(group.room(), group.generation() + 1),
                policy.whoMayAdd(),
                policy.roles(),
                policy.linkKeys());
    }

    /**
     * Whether a later generation of a room may be what this device is brought into. It goes on as the former was, with
     * nobody new; or an account brings it in that could have changed in the former what is different.
     *
     * @param before as far as this device knows it
     * @param by the account, if it vouches for the device that does it
     */
    static boolean mayGoOn(Roster before, Roster after, Optional<AccountId> by) {
        RoomPolicy policy = before.policy();
        boolean sameRoles = after.policy().roles().equals(policy.roles());
        boolean sameRule = after.policy().whoMayAdd() == policy.whoMayAdd();
        boolean nobodyNew =
                before.accounts().keySet().containsAll(after.accounts().keySet());
        Optional<Role> role = by.filter(before::contains).map(policy::roleOf);
        return (sameRoles || role.filter(own -> own == Role.OWNER).isPresent())
                && (sameRule
                        || role.filter(own -> own.isAtLeast(Role.ADMINISTRATOR)).isPresent())
                && (nobodyNew
                        || role.filter(own -> own.isAtLeast(policy.whoMayAdd().role()))
                                .isPresent());
    }

    /** The proposal that puts a policy in the place of the present one. */
    static Proposal replacing(ExtensionList extensions, RoomPolicy policy) {
        List<Extension> entries = new ArrayList<>();
        extensions
                .entries()
                .forEach(entry ->
                        entries.add(entry.type().equals(RoomPolicy.EXTENSION_TYPE) ? policy.extension() : entry));
        return new Proposal.GroupContextExtensions(new ExtensionList(entries));
    }
}
