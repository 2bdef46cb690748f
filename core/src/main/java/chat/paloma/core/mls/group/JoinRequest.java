package chat.paloma.core.mls.group;

import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a new member brings to join by a Welcome. Immutable; start from {@link #of}.
 *
 * @param tree when the Welcome does not carry it; it is checked against the signed tree hash in either case
 * @param inGroup whether this client is in a group of that id already
 * @param origin the group that the new one replaces or branches from, when the Welcome says that it does so
 */
public record JoinRequest(
        MlsCrypto crypto,
        GroupSettings settings,
        KeyPackageBundle keyPackage,
        SignaturePrivateKey signatureKey,
        Optional<UnverifiedRatchetTree> tree,
        PreSharedKeys preSharedKeys,
        Predicate<GroupId> inGroup,
        Optional<Origin> origin) {

    /**
     * What a client knows of a group that another one is linked to.
     *
     * @param context of the epoch whose resumption PSK links the groups
     * @param members of that epoch
     * @param successor what its last commit announced, when that was a ReInit
     */
    public record Origin(GroupContext context, List<LeafNode> members, Optional<Proposal.ReInit> successor) {
        static Origin of(GroupState state) {
            List<LeafNode> members = state.epoch.tree().members().stream()
                    .map(RatchetTree.Member::leaf)
                    .toList();
            return new Origin(state.epoch.context(), members, state.successor);
        }
    }

    public static JoinRequest of(
            MlsCrypto crypto, GroupSettings settings, KeyPackageBundle keyPackage, SignaturePrivateKey signatureKey) {
        return new JoinRequest(
                crypto,
                settings,
                keyPackage,
                signatureKey,
                Optional.empty(),
                PreSharedKeys.NONE,
                id -> false,
                Optional.empty());
    }

    public JoinRequest withTree(UnverifiedRatchetTree apart) {
        return new JoinRequest(
                crypto, settings, keyPackage, signatureKey, Optional.of(apart), preSharedKeys, inGroup, origin);
    }

    public JoinRequest withPreSharedKeys(PreSharedKeys keys) {
        return new JoinRequest(crypto, settings, keyPackage, signatureKey, tree, keys, inGroup, origin);
    }

    public JoinRequest withGroups(Predicate<GroupId> known) {
        return new JoinRequest(crypto, settings, keyPackage, signatureKey, tree, preSharedKeys, known, origin);
    }

    public JoinRequest withOrigin(Origin linked) {
        return new JoinRequest(
                crypto, settings, keyPackage, signatureKey, tree, preSharedKeys, inGroup, Optional.of(linked));
    }
}
