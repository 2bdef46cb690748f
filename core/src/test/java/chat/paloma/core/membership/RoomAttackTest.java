package chat.paloma.core.membership;

import static chat.paloma.core.membership.RoomDevice.CRYPTO;
import static chat.paloma.core.membership.RoomDevice.LAWLESS;
import static chat.paloma.core.membership.RoomDevice.NOW;
import static chat.paloma.core.membership.RoomScene.PRE_SHARED_KEYS;
import static chat.paloma.core.membership.RoomScene.sent;
import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.ExternalJoinRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.LeafChange;
import chat.paloma.core.mls.group.PublicGroup;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.Capabilities;
import chat.paloma.core.mls.tree.Credential;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Joining from outside, and people who claim to be what they are not. */
class RoomAttackTest {
    private static RoomScene scene;

    @BeforeAll
    static void begin() throws Exception {
        scene = new RoomScene(WhoMayAdd.ADMINISTRATORS);
    }

    private static MlsMessage join(ExternalJoinRequest request) throws Exception {
        return sent(Group.joinExternally(request, scene.groupInfo, scene.random, NOW)
                .output());
    }

    private static RoomLink link(RoomDevice joiner, long epoch) {
        return new RoomLink(scene.policy.group(), epoch, joiner.signatureKey.publicKey());
    }

    private static long epoch() {
        return scene.node.context().epoch();
    }

    private static Roster accepted(MlsMessage commit) throws Exception {
        PublicGroup node = scene.node.receive(commit).next();
        Group witness = scene.witness
                .group(RoomRules.GROUP_RULES)
                .receive(commit, PRE_SHARED_KEYS)
                .next();
        assertEquals(node.context(), witness.context());
        return Roster.of(node.epochState());
    }

    private static void refused(ValidationRule rule, MlsMessage commit) {
        assertBreaks(rule, () -> scene.node.receive(commit));
        assertBreaks(rule, () -> scene.witness.group(RoomRules.GROUP_RULES).receive(commit, PRE_SHARED_KEYS));
    }

    private static void refusedWith(ByteString authenticatedData) throws Exception {
        refused(
                ValidationRule.COMMIT_POLICY,
                join(scene.outsider.joinRequest(LAWLESS).withAuthenticatedData(authenticatedData)));
    }

    @Test
    void aDeviceThatLostItsStateReplacesItsOwnLeaf() throws Exception {
        Roster roster =
                accepted(join(scene.member.joinRequest(RoomRules.GROUP_RULES).replacing(scene.leafOf(scene.member))));
        assertEquals(
                2,
                roster.find(scene.member.address().account())
                        .orElseThrow()
                        .devices()
                        .size());
        refused(ValidationRule.LIST_ADD_TWICE, join(scene.member.twin(53).joinRequest(LAWLESS)));
    }

    @Test
    void anotherDeviceOfAnAccountOnTheRosterJoins() throws Exception {
        RoomDevice third = new RoomDevice(scene.membersAccount, 50);
        assertTrue(accepted(join(third.joinRequest(RoomRules.GROUP_RULES)))
                .find(third.address())
                .isPresent());
    }

    @Test
    void nobodyReplacesSomebodyElse() throws Exception {
        refused(
                ValidationRule.COMMIT_SUCCESSOR,
                join(scene.outsider.joinRequest(LAWLESS).replacing(scene.leafOf(scene.owner))));
        refused(
                ValidationRule.COMMIT_SUCCESSOR,
                join(new RoomDevice(scene.ownersAccount, 51)
                        .joinRequest(LAWLESS)
                        .replacing(scene.leafOf(scene.owner))));
    }

    @Test
    void aLinkLetsOneLeafInInOneEpoch() throws Exception {
        SignaturePrivateKey key = scene.linkKey.privateKey();
        ByteString data = link(scene.outsider, epoch()).authenticatedData(CRYPTO, key, scene.random);
        Roster roster =
                accepted(join(scene.outsider.joinRequest(RoomRules.GROUP_RULES).withAuthenticatedData(data)));
        assertEquals(
                Role.MEMBER,
                roster.find(scene.outsider.address().account()).orElseThrow().role());
        refusedWith(ByteString.EMPTY);
        refusedWith(link(scene.outsider, epoch() - 1).authenticatedData(CRYPTO, key, scene.random));
        RoomDevice another = new RoomDevice(scene.outsider.account, 52);
        refusedWith(link(another, epoch()).authenticatedData(CRYPTO, key, scene.random));
        refusedWith(data.slice(1, data.length()));
        refusedWith(ByteString.adopt(new byte[data.length()]));
        RoomGroupId later = new RoomGroupId(scene.policy.group().room(), 1);
        SignaturePublicKey leafKey = scene.outsider.signatureKey.publicKey();
        refusedWith(new RoomLink(later, epoch(), leafKey).authenticatedData(CRYPTO, key, scene.random));
        RoomGroupId elsewhere = new RoomGroupId(RoomId.random(scene.random), 0);
        refusedWith(new RoomLink(elsewhere, epoch(), leafKey).authenticatedData(CRYPTO, key, scene.random));
    }

    @Test
    void aLinkWhoseKeyTheRoomDoesNotHave() throws Exception {
        SignatureKeyPair unknown = CRYPTO.generateSignatureKeyPair(scene.random);
        refusedWith(link(scene.outsider, epoch()).authenticatedData(CRYPTO, unknown.privateKey(), scene.random));
    }

    @Test
    void aMemberDoesNotBecomeSomebodyElse() throws Exception {
        LeafChange change = new LeafChange(
                Optional.empty(),
                Optional.of(scene.outsider.credential.toCredential()),
                Optional.empty(),
                Optional.empty());
        refused(
                ValidationRule.COMMIT_SUCCESSOR,
                commit(scene.member, CommitRequest.of().withLeafChange(change)));
    }

    @Test
    void aMemberRenewsItsCertificate() throws Exception {
        DeviceCredential renewed =
                new DeviceCredential(scene.member.address(), 7, scene.member.credential.certificate());
        LeafChange change = new LeafChange(
                Optional.empty(), Optional.of(renewed.toCredential()), Optional.empty(), Optional.empty());
        Roster roster = accepted(commit(scene.member, CommitRequest.of().withLeafChange(change)));
        assertEquals(renewed, roster.find(scene.member.address()).orElseThrow().credential());
    }

    private static MlsMessage commit(RoomDevice device, CommitRequest request) throws Exception {
        return sent(device.group(LAWLESS)
                .commit(request, device.random, NOW)
                .output()
                .commit());
    }

    @Test
    void aLeafThatIsNoDevice() throws Exception {
        ExternalJoinRequest honest = scene.outsider.joinRequest(RoomRules.GROUP_RULES);
        for (ByteString identity : new ByteString[] {
            ByteString.EMPTY,
            ByteString.utf8("somebody"),
            ByteString.adopt(scene.outsider.credential.encoded()).slice(0, 3300),
            ByteString.adopt(new byte[scene.outsider.credential.encoded().length])
        }) {
            ExternalJoinRequest request = ExternalJoinRequest.of(
                    honest.crypto(),
                    honest.settings(),
                    honest.signatureKey(),
                    new Credential.Basic(identity),
                    honest.capabilities());
            assertBreaks(ValidationRule.LEAF_CREDENTIAL, () -> join(request));
        }
    }

    @Test
    void theSameDeviceTwice() throws Exception {
        refused(
                ValidationRule.LIST_ADD_TWICE,
                commit(
                        scene.owner,
                        CommitRequest.of(new Proposal.Add(
                                scene.member.twin(54).keyPackage().keyPackage()))));
    }

    /** A proposal that its sender may not do would spoil every commit that covers it: it is told apart on arrival. */
    @Test
    void proposalsAreJudgedByTheirSender() throws Exception {
        Proposal removal = new Proposal.Remove(scene.leafOf(scene.owner));
        Sender member = new Sender.Member(scene.leafOf(scene.member));
        Sender owner = new Sender.Member(scene.leafOf(scene.otherOwner));
        assertTrue(RoomRules.objection(scene.node.epochState(), removal, member).isPresent());
        assertTrue(RoomRules.objection(scene.node.epochState(), removal, new Sender.NewMemberProposal())
                .isPresent());
        assertFalse(RoomRules.objection(scene.node.epochState(), removal, owner).isPresent());
        assertFalse(RoomRules.objection(scene.node.epochState(), removal, new Sender.External(0))
                .isPresent());
    }

    /** An administrator who could name an external sender could have any owner removed. */
    @Test
    void anAdministratorDoesNotGetAtOwnersThroughAnExternalSender() throws Exception {
        refused(
                ValidationRule.COMMIT_POLICY,
                commit(
                        scene.administrator,
                        CommitRequest.of(
                                RoomAction.changingExternalSenders().proposals().in(scene, scene.administrator))));
    }

    @Test
    void theRosterHasAccountsWithTheirRolesAndDevices() throws Exception {
        Roster roster = Roster.of(scene.node.epochState());
        assertEquals(7, roster.accounts().size());
        Roster.Account owner = roster.find(scene.owner.address().account()).orElseThrow();
        assertEquals(Role.OWNER, owner.role());
        assertEquals(2, owner.devices().size());
        assertEquals(
                Role.MEMBER,
                roster.find(scene.witness.address().account()).orElseThrow().role());
        assertFalse(roster.contains(scene.outsider.address().account()));
        assertTrue(roster.find(scene.outsider.address()).isEmpty());
        assertEquals(
                scene.member.group(RoomRules.GROUP_RULES).ownIndex(),
                roster.find(scene.member.address()).orElseThrow().leaf());
    }

    @Test
    void aPolicyOfAnotherGroupIsNoPolicy() {
        RoomGroupId other = new RoomGroupId(scene.policy.group().room(), 1);
        assertThrows(
                DecodeException.class, () -> RoomPolicy.of(scene.node.context().extensions(), other.groupId()));
        assertThrows(DecodeException.class, () -> RoomGroupId.of(new GroupId(ByteString.EMPTY)));
    }

    @Test
    void whoeverDoesNotKnowPoliciesDoesNotGetIn() throws Exception {
        ExternalJoinRequest honest = scene.member.joinRequest(LAWLESS);
        ExternalJoinRequest old = ExternalJoinRequest.of(
                honest.crypto(),
                honest.settings(),
                honest.signatureKey(),
                honest.credential(),
                new Capabilities(
                        honest.capabilities().versions(),
                        honest.capabilities().cipherSuites(),
                        List.of(),
                        List.of(),
                        honest.capabilities().credentials()));
        assertThrows(MlsException.class, () -> join(old));
    }
}
