package chat.paloma.core.membership;

import chat.paloma.core.mls.group.EpochState;
import chat.paloma.core.mls.group.GroupRules;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import java.util.Optional;

/**
 * The rules of a room's groups, the same for all members and the node, each judging from its arguments alone: what a
 * leaf must be, when two leaves are one device, and who may commit what.
 */
public final class RoomRules {
    /** For {@code GroupSettings} of a member and the {@code PublicGroup} of a node. */
    public static final GroupRules GROUP_RULES =
            new GroupRules(new RoomCredentials(), new RoomIdentities(), new RoomCommitPolicy());

    private RoomRules() {}

    /**
     * Why the sender of a proposal may not do what it proposes; empty when it may, and any member may commit it.
     *
     * <p>MLS lets members propose anything. A proposal that its sender may not do stops nobody's commit but those that
     * cover it: the node refuses it, and a member forgets it unless it may and wants to commit it itself.
     */
    public static Optional<String> objection(EpochState epoch, Proposal proposal, Sender sender) {
        return RoomPermissions.of(epoch)
                .map(permissions -> permissions.objection(proposal, sender))
                .orElse(Optional.of("the group has no room policy of its own"));
    }
}
