package chat.paloma.core.membership;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.group.EpochState;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import java.util.Optional;

/**
 * What each account may do in one epoch of a room.
 *
 * @param policy of the epoch, which is in force until the commit is done
 */
record RoomPermissions(EpochState before, RoomPolicy policy) {

    /** The permissions of an epoch; empty when the group is no room's. */
    static Optional<RoomPermissions> of(EpochState before) {
        try {
            return Optional.of(new RoomPermissions(before, RoomPolicy.of(before.context())));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    /** Why whoever sent this proposal may not do what it says; empty when it may. */
    Optional<String> objection(Proposal proposal, Sender sender) {
        if (sender instanceof Sender.External && proposal instanceof Proposal.Remove) {
            return Optional.empty();
        }
        Optional<AccountId> account =
                sender instanceof Sender.Member(LeafIndex leaf) ? accountAt(leaf) : Optional.empty();
        return account.isEmpty()
                ? Optional.of("somebody outside may not propose this")
                : objection(proposal, account.get());
    }

    private Optional<String> objection(Proposal proposal, AccountId account) {
        Role role = policy.roleOf(account);
        return switch (proposal) {
            case Proposal.Add add -> objectionToAdd(accountOf(add.keyPackage().leafNode()), account, role);
            case Proposal.Remove remove -> objectionToRemove(remove, account, role);
            case Proposal.GroupContextExtensions change -> objectionToChange(change.extensions(), role);
            case Proposal.ReInit reInit -> objectionToReInit(reInit, role);
            case Proposal.Update ignored -> Optional.empty();
            case Proposal.PreSharedKey ignored -> Optional.empty();
            case Proposal.ExternalInit ignored -> Optional.of("a member joins again");
            case Proposal.Custom ignored -> Optional.of("a proposal of a type that rooms do not have");
        };
    }

    private Optional<String> objectionToAdd(Optional<AccountId> added, AccountId account, Role role) {
        return objectUnless(
                added.equals(Optional.of(account))
                        || role.isAtLeast(policy.whoMayAdd().role()),
                "only administrators add other accounts");
    }

    private Optional<String> objectionToRemove(Proposal.Remove remove, AccountId account, Role role) {
        Optional<AccountId> removed = remove.target().flatMap(this::accountAt);
        if (removed.isEmpty() || removed.get().equals(account) || role == Role.OWNER) {
            return Optional.empty();
        }
        return objectUnless(
                role == Role.ADMINISTRATOR && policy.roleOf(removed.get()) == Role.MEMBER,
                "only administrators remove members, and only owners remove those");
    }

    private Optional<String> objectionToChange(ExtensionList after, Role role) {
        if (!role.isAtLeast(Role.ADMINISTRATOR)) {
            return Optional.of("only administrators change the policy");
        }
        Optional<RoomPolicy> next = policyOf(after, before.context().groupId());
        if (next.isEmpty()) {
            return Optional.of("the room would be left without a policy of its own");
        }
        return objectUnless(
                role == Role.OWNER || (next.get().roles().equals(policy.roles()) && keepsExternalSenders(after)),
                "only owners change roles and external senders");
    }

    /** An external sender may have anybody removed, owners too: whoever names one is as mighty as an owner. */
    private boolean keepsExternalSenders(ExtensionList after) {
        return after.find(ExtensionType.EXTERNAL_SENDERS)
                .equals(before.context().extensions().find(ExtensionType.EXTERNAL_SENDERS));
    }

    private Optional<String> objectionToReInit(Proposal.ReInit reInit, Role role) {
        if (role != Role.OWNER) {
            return Optional.of("only owners begin the next generation");
        }
        Optional<RoomPolicy> next = policyOf(reInit.extensions(), reInit.groupId());
        return objectUnless(
                next.isPresent() && next.get().group().isNextAfter(policy.group()),
                "the new group is not the room's next generation");
    }

    private static Optional<RoomPolicy> policyOf(ExtensionList extensions, GroupId groupId) {
        try {
            return Optional.of(RoomPolicy.of(extensions, groupId));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private Optional<AccountId> accountAt(LeafIndex leaf) {
        return before.tree().leaf(leaf).flatMap(RoomPermissions::accountOf);
    }

    static Optional<AccountId> accountOf(LeafNode leaf) {
        return RoomIdentities.deviceOf(leaf).map(DeviceAddress::account);
    }

    private static Optional<String> objectUnless(boolean allowed, String objection) {
        return allowed ? Optional.empty() : Optional.of(objection);
    }
}
