package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.membership.RoomLink;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.ExternalJoinRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.wire.RoomPass;
import java.util.Optional;

/** What this device needs to come into a room by an external commit. It stores and sends nothing. */
final class ExternalCommits {
    private final RoomContext context;
    private final Device device;

    ExternalCommits(RoomContext context) {
        this.context = context;
        this.device = context.device();
    }

    /** What shows the node that this device has the secret of a link. */
    ByteString pass(LinkSecret link) {
        try {
            return new RoomPass(link.room(), device.address())
                    .sign(
                            device.crypto(),
                            device.settings().suite().signature(),
                            link.keys().privateKey(),
                            device.random());
        } catch (CryptoException e) {
            throw new IllegalArgumentException("the link's key is unusable", e);
        }
    }

    /** What an external commit is made of: in the place of the leaf that this device has in the tree, if it has one. */
    ExternalJoinRequest request(
            GroupInfo groupInfo, RoomPolicy policy, UnverifiedRatchetTree tree, Optional<LinkSecret> link)
            throws CryptoException {
        ExternalJoinRequest request = ExternalJoinRequest.of(
                        device.mls(),
                        EngineSettings.GROUPS,
                        device.leafKey(),
                        device.identity().credential().toCredential(),
                        RoomCapabilities.ofLeaf(device.settings().suite()))
                .withTree(tree);
        Optional<LeafIndex> former = former(tree.dangerouslyTrust());
        if (former.isPresent()) {
            request = request.replacing(former.get());
        }
        if (link.isPresent()) {
            request = request.withAuthenticatedData(new RoomLink(
                            policy.group(),
                            groupInfo.context().epoch(),
                            device.leafKey().publicKey())
                    .authenticatedData(device.mls(), link.get().keys().privateKey(), device.random()));
        }
        return request;
    }

    /** The account of the member who signed a GroupInfo, if it vouches for it; the tree is checked by who joins. */
    Optional<AccountId> signer(GroupInfo groupInfo, RatchetTree tree) {
        return tree.leaf(groupInfo.signer())
                .filter(leaf -> context.certification().objection(leaf).isEmpty())
                .map(leaf -> Certification.address(leaf).account());
    }

    /** Where this device stands in a tree; what is found is checked when the tree is. */
    private Optional<LeafIndex> former(RatchetTree tree) {
        return tree.members().stream()
                .filter(this::isOwn)
                .map(RatchetTree.Member::index)
                .findFirst();
    }

    private boolean isOwn(RatchetTree.Member member) {
        try {
            return DeviceCredential.of(member.leaf().credential()).device().equals(device.address());
        } catch (DecodeException e) {
            return false;
        }
    }

    /** Describes a group to who comes into it; its tree goes apart. */
    static ByteString groupInfo(Device device, Group group) throws MlsException {
        return ByteString.adopt(
                new MlsMessage.OfGroupInfo(group.groupInfo(false, true, ExtensionList.EMPTY, device.random()))
                        .encoded());
    }
}
