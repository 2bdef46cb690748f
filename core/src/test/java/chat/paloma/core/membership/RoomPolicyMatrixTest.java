package chat.paloma.core.membership;

import static chat.paloma.core.membership.RoomDevice.CRYPTO;
import static chat.paloma.core.membership.RoomDevice.LAWLESS;
import static chat.paloma.core.membership.RoomDevice.NOW;
import static chat.paloma.core.membership.RoomScene.PRE_SHARED_KEYS;
import static chat.paloma.core.membership.RoomScene.sent;
import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.commit.Commit;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.framing.WireFormat;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.CommittedProposal;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupRules;
import chat.paloma.core.mls.group.PublicGroup;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalOrRef;
import chat.paloma.core.mls.tree.ExtensionList;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of the protocol, cell by cell, in real groups: each row committed by an owner, an administrator, a member
 * and somebody outside, and judged by another member, by the node and by the committer itself.
 */
class RoomPolicyMatrixTest {
    private static final Map<WhoMayAdd, RoomScene> SCENES = scenes();

    private static Map<WhoMayAdd, RoomScene> scenes() {
        Map<WhoMayAdd, RoomScene> scenes = new EnumMap<>(WhoMayAdd.class);
        try {
            for (WhoMayAdd setting : WhoMayAdd.values()) {
                scenes.put(setting, new RoomScene(setting));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return scenes;
    }

    private static Arguments row(String name, boolean owner, boolean administrator, boolean member, RoomAction action) {
        return Arguments.of(name, owner, administrator, member, action);
    }

    private static RoomPolicy changed(
            RoomScene scene, RoomGroupId group, List<RoleEntry> roles, List<SignaturePublicKey> links) {
        return new RoomPolicy(group, scene.policy.whoMayAdd(), roles, links);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                row("fresh keys", true, true, true, RoomAction.nothing()),
                row("add own device, members add", true, true, true, RoomAction.addingOwnDevice()),
                row(
                        "add own device, administrators add",
                        true,
                        true,
                        true,
                        RoomAction.addingOwnDevice().where(WhoMayAdd.ADMINISTRATORS)),
                row("add somebody, members add", true, true, true, RoomAction.addingSomebody()),
                row(
                        "add somebody, administrators add",
                        true,
                        true,
                        false,
                        RoomAction.addingSomebody().where(WhoMayAdd.ADMINISTRATORS)),
                row(
                        "remove own device",
                        true,
                        true,
                        true,
                        RoomAction.removing((scene, actor) -> actor == scene.owner
                                ? scene.ownersOther
                                : actor == scene.administrator ? scene.administratorsOther : scene.membersOther)),
                row("remove member", true, true, false, RoomAction.removing((scene, actor) -> scene.otherMember)),
                row(
                        "remove administrator",
                        true,
                        false,
                        false,
                        RoomAction.removing((scene, actor) -> scene.otherAdministrator)),
                row("remove owner", true, false, false, RoomAction.removing((scene, actor) -> scene.otherOwner)),
                row("leave, proposed by whoever leaves", true, true, true, leaving()),
                row("remove owner, proposed by the node", true, true, true, nodeRemoves()),
                row("add somebody, proposed by the node", true, true, false, nodeAdds()),
                row("remove member, proposed by an administrator", true, true, true, administratorRemoves()),
                row("remove owner, proposed by an administrator", true, false, false, administratorRemovesOwner()),
                row("change links", true, true, false, changingLinks()),
                row("change who may add", true, true, false, changingWhoMayAdd()),
                row("promote oneself", true, false, false, promotingOneself()),
                row("demote an owner", true, false, false, demotingAnOwner()),
                row("change external senders", true, false, false, RoomAction.changingExternalSenders()),
                row("leave nobody an owner", false, false, false, RoomAction.withoutOwners()),
                row("change the room", false, false, false, changingGroup(new RoomGroupId(someRoom(), 0))),
                row("change the generation", false, false, false, changingGeneration()),
                row("drop the policy", false, false, false, droppingPolicy()),
                row("next generation", true, false, false, reInit(1)),
                row("a generation further on", false, false, false, reInit(2)),
                row("the same generation again", false, false, false, reInit(0)),
                row("update, proposed by a member", true, true, true, RoomAction.coveringUpdate()),
                row("pre-shared key", true, true, true, RoomAction.preSharedKey()));
    }

    private static RoomId someRoom() {
        return new RoomId(ByteString.adopt(new byte[RoomId.LENGTH]));
    }

    private static RoomAction leaving() {
        return RoomAction.coveringProposalOf(
                (scene, actor) -> scene.otherOwner,
                (scene, actor) -> new Proposal.Remove(scene.leafOf(scene.otherOwner)));
    }

    private static RoomAction nodeRemoves() {
        return RoomAction.coveringOfNode((scene, actor) -> new Proposal.Remove(scene.leafOf(scene.otherOwner)));
    }

    private static RoomAction nodeAdds() {
        return RoomAction.coveringOfNode((scene, actor) -> new Proposal.Add(
                        new RoomDevice(scene.account(), 97).keyPackage().keyPackage()))
                .where(WhoMayAdd.ADMINISTRATORS);
    }

    private static RoomAction administratorRemoves() {
        return RoomAction.coveringProposalOf(
                (scene, actor) -> scene.otherAdministrator,
                (scene, actor) -> new Proposal.Remove(scene.leafOf(scene.otherMember)));
    }

    private static RoomAction administratorRemovesOwner() {
        return RoomAction.coveringProposalOf(
                (scene, actor) -> scene.otherAdministrator,
                (scene, actor) -> new Proposal.Remove(scene.leafOf(scene.otherOwner)));
    }

    private static RoomAction changingLinks() {
        return RoomAction.changingPolicy(
                (scene, actor) -> changed(scene, scene.policy.group(), scene.policy.roles(), List.of()));
    }

    private static RoomAction changingWhoMayAdd() {
        return RoomAction.changingPolicy((scene, actor) -> new RoomPolicy(
                scene.policy.group(), WhoMayAdd.ADMINISTRATORS, scene.policy.roles(), scene.policy.linkKeys()));
    }

    private static RoomAction promotingOneself() {
        return RoomAction.changingPolicy((scene, actor) -> changed(
                scene,
                scene.policy.group(),
                scene.rolesWith(actor == scene.owner ? scene.member : actor, Role.OWNER),
                scene.policy.linkKeys()));
    }

    private static RoomAction demotingAnOwner() {
        return RoomAction.changingPolicy((scene, actor) -> changed(
                scene, scene.policy.group(), scene.rolesWith(scene.otherOwner, Role.MEMBER), scene.policy.linkKeys()));
    }

    private static RoomAction changingGroup(RoomGroupId group) {
        return RoomAction.changingPolicy(
                (scene, actor) -> changed(scene, group, scene.policy.roles(), scene.policy.linkKeys()));
    }

    private static RoomAction changingGeneration() {
        return RoomAction.changingPolicy((scene, actor) -> changed(
                scene, new RoomGroupId(scene.policy.group().room(), 1), scene.policy.roles(), scene.policy.linkKeys()));
    }

    private static RoomAction droppingPolicy() {
        return RoomAction.changing((scene, actor) -> ExtensionList.EMPTY);
    }

    private static RoomAction reInit(long generation) {
        return RoomAction.reInit(
                (scene, actor) -> new RoomGroupId(scene.policy.group().room(), generation));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isAllowedToThoseWhoMayAndNobodyElse(
            String name, boolean owner, boolean administrator, boolean member, RoomAction action) throws Exception {
        RoomScene scene = Objects.requireNonNull(SCENES.get(action.whoMayAdd()));
        check(scene, scene.owner, owner, action);
        check(scene, scene.administrator, administrator, action);
        check(scene, scene.member, member, action);
        checkOutsider(scene, action);
    }

    private static void expect(boolean allowed, Executable judgement) {
        if (allowed) {
            assertDoesNotThrow(judgement);
        } else {
            assertBreaks(ValidationRule.COMMIT_POLICY, judgement);
        }
    }

    private static Group hearing(Group group, List<MlsMessage> proposals) throws Exception {
        Group current = group;
        for (MlsMessage proposal : proposals) {
            current = current.receive(sent(proposal), PRE_SHARED_KEYS).next();
        }
        return current;
    }

    private static PublicGroup hearing(PublicGroup node, List<MlsMessage> proposals) throws Exception {
        PublicGroup current = node;
        for (MlsMessage proposal : proposals) {
            current = current.receive(sent(proposal)).next();
        }
        return current;
    }

    private static void check(RoomScene scene, RoomDevice actor, boolean allowed, RoomAction action) throws Exception {
        List<MlsMessage> received = action.received().in(scene, actor);
        CommitRequest request =
                CommitRequest.of(action.proposals().in(scene, actor)).withPreSharedKeys(PRE_SHARED_KEYS);
        Group lawless = hearing(actor.group(LAWLESS), received);
        MlsMessage commit = lawless.commit(request, actor.random, NOW).output().commit();
        Group witness = hearing(scene.witness.group(RoomRules.GROUP_RULES), received);
        expect(allowed, () -> witness.receive(sent(commit), PRE_SHARED_KEYS));
        PublicGroup node = hearing(scene.node, received);
        expect(allowed, () -> node.receive(sent(commit)));
        Group honest = hearing(actor.group(RoomRules.GROUP_RULES), received);
        expect(allowed, () -> honest.commit(request, actor.random, NOW));
    }

    /** Somebody outside can but join, and whatever else its commit does is refused. */
    private static void checkOutsider(RoomScene scene, RoomAction action) throws Exception {
        GroupRules rules = RoomDevice.LAWLESS;
        List<MlsMessage> received = action.received().in(scene, scene.member);
        PublicGroup node = hearing(scene.node, received);
        MlsMessage.OfPublicMessage join = (MlsMessage.OfPublicMessage)
                Group.joinExternally(scene.outsider.joinRequest(rules), scene.groupInfo, scene.random, NOW)
                        .output();
        AuthenticatedContent content = join.message().content();
        FramedContent framed = content.content();
        Commit commit = ((Content.Commit) framed.content()).commit();
        List<ProposalOrRef> proposals = new ArrayList<>(commit.proposals());
        action.proposals().in(scene, scene.member).forEach(each -> proposals.add(new ProposalOrRef.ByValue(each)));
        for (CommittedProposal waiting : node.waitingProposals()) {
            proposals.add(new ProposalOrRef.ByReference(waiting.reference().orElseThrow()));
        }
        FramedContent more = new FramedContent(
                framed.groupId(),
                framed.epoch(),
                framed.sender(),
                framed.authenticatedData(),
                new Content.Commit(new Commit(proposals, commit.path())));
        MlsMessage forged = new MlsMessage.OfPublicMessage(PublicMessage.fromOutside(AuthenticatedContent.sign(
                        CRYPTO,
                        scene.outsider.signatureKey.privateKey(),
                        WireFormat.PUBLIC_MESSAGE,
                        more,
                        scene.node.context(),
                        scene.random)
                .withConfirmationTag(content.confirmationTag().orElseThrow())));
        assertBreaks(action.outside(), () -> node.receive(sent(forged)));
        Group witness = hearing(scene.witness.group(RoomRules.GROUP_RULES), received);
        assertBreaks(action.outside(), () -> witness.receive(sent(forged), PRE_SHARED_KEYS));
    }
}
