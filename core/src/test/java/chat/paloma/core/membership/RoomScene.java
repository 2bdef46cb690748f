package chat.paloma.core.membership;

import static chat.paloma.core.membership.RoomDevice.CRYPTO;
import static chat.paloma.core.membership.RoomDevice.NOW;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupCreation;
import chat.paloma.core.mls.group.GroupSettings;
import chat.paloma.core.mls.group.JoinRequest;
import chat.paloma.core.mls.group.PendingCommit;
import chat.paloma.core.mls.group.PreSharedKeys;
import chat.paloma.core.mls.group.PublicGroup;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.welcome.GroupInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A room with two owners, two administrators and two members, of whom the first of each has two devices, a node that
 * may propose, and an invite link. Nobody moves on: everybody can be restored to this epoch again and again.
 */
final class RoomScene {
    static final PreSharedKeys PRE_SHARED_KEYS = id -> Optional.of(SecretBytes.adopt(new byte[] {1, 2, 3}));

    final SeededRandom random = new SeededRandom(42);
    final AccountKeys ownersAccount = account();
    final AccountKeys administratorsAccount = account();
    final AccountKeys membersAccount = account();
    final AccountKeys otherOwnersAccount = account();
    final AccountKeys otherAdministratorsAccount = account();

    final RoomDevice owner = new RoomDevice(ownersAccount, 1);
    final RoomDevice ownersOther = new RoomDevice(ownersAccount, 2);
    final RoomDevice administrator = new RoomDevice(administratorsAccount, 3);
    final RoomDevice administratorsOther = new RoomDevice(administratorsAccount, 4);
    final RoomDevice member = new RoomDevice(membersAccount, 5);
    final RoomDevice membersOther = new RoomDevice(membersAccount, 6);
    final RoomDevice otherOwner = new RoomDevice(otherOwnersAccount, 7);
    final RoomDevice otherAdministrator = new RoomDevice(otherAdministratorsAccount, 8);
    final RoomDevice otherMember = new RoomDevice(account(), 9);
    /** A member who does nothing but judge what the others do. */
    final RoomDevice witness = new RoomDevice(account(), 10);
    /** Somebody who is not in the room. */
    final RoomDevice outsider = new RoomDevice(account(), 11);

    final SignatureKeyPair linkKey = CRYPTO.generateSignatureKeyPair(random);
    final SignatureKeyPair nodeKey = CRYPTO.generateSignatureKeyPair(random);
    final List<ExternalSender> externalSenders =
            List.of(new ExternalSender(nodeKey.publicKey(), new Credential.Basic(ByteString.utf8("node"))));
    final RoomPolicy policy;
    final GroupInfo groupInfo;
    final PublicGroup node;

    RoomScene(WhoMayAdd whoMayAdd) throws Exception {
        policy = new RoomPolicy(
                new RoomGroupId(RoomId.random(random), 0),
                whoMayAdd,
                roles(
                        new RoleEntry(ownersAccount.account(), Role.OWNER),
                        new RoleEntry(otherOwnersAccount.account(), Role.OWNER),
                        new RoleEntry(administratorsAccount.account(), Role.ADMINISTRATOR),
                        new RoleEntry(otherAdministratorsAccount.account(), Role.ADMINISTRATOR)),
                List.of(linkKey.publicKey()));
        Group group = begin(List.of(
                ownersOther,
                administrator,
                administratorsOther,
                member,
                membersOther,
                otherOwner,
                otherAdministrator,
                otherMember,
                witness));
        groupInfo = group.groupInfo(true, true, ExtensionList.EMPTY, random);
        node = PublicGroup.of(CRYPTO, groupInfo, Optional.empty(), RoomRules.GROUP_RULES);
    }

    private Group begin(List<RoomDevice> others) throws Exception {
        Group alone = Group.create(
                new GroupCreation(
                        CRYPTO,
                        GroupSettings.of(RoomRules.GROUP_RULES),
                        policy.group().groupId(),
                        owner.keyPackage(),
                        owner.signatureKey.privateKey(),
                        RoomCapabilities.ofGroup(policy, externalSenders)),
                random,
                NOW);
        List<KeyPackageBundle> bundles = new ArrayList<>();
        List<KeyPackage> packages = new ArrayList<>();
        for (RoomDevice other : others) {
            bundles.add(other.keyPackage());
            packages.add(bundles.getLast().keyPackage());
        }
        Step<PendingCommit> step = alone.commit(CommitRequest.adding(packages), random, NOW);
        Group group = step.next().confirm().next();
        owner.store(group);
        MlsMessage.OfWelcome welcome =
                (MlsMessage.OfWelcome) step.output().welcome().orElseThrow();
        for (int i = 0; i < others.size(); i++) {
            others.get(i)
                    .store(Group.join(
                            JoinRequest.of(
                                    CRYPTO,
                                    GroupSettings.of(RoomRules.GROUP_RULES),
                                    bundles.get(i),
                                    others.get(i).signatureKey.privateKey()),
                            welcome.welcome(),
                            NOW));
        }
        return group;
    }

    AccountKeys account() throws Exception {
        return AccountKeys.create(CRYPTO.provider(), List.of(DeviceKeyAlgorithm.ED25519), 1000 * NOW, random);
    }

    static List<RoleEntry> roles(RoleEntry... entries) {
        return List.of(entries).stream()
                .sorted(Comparator.comparing(RoleEntry::account))
                .toList();
    }

    /** The same roles, save that one account has another. */
    List<RoleEntry> rolesWith(RoomDevice device, Role role) {
        List<RoleEntry> entries = new ArrayList<>(policy.roles());
        entries.removeIf(entry -> entry.account().equals(device.address().account()));
        if (role != Role.MEMBER) {
            entries.add(new RoleEntry(device.address().account(), role));
        }
        return roles(entries.toArray(new RoleEntry[0]));
    }

    LeafIndex leafOf(RoomDevice device) throws Exception {
        return Roster.of(node.epochState()).find(device.address()).orElseThrow().leaf();
    }

    static MlsMessage sent(MlsMessage message) throws Exception {
        return MlsMessage.parse(message.encoded());
    }
}
