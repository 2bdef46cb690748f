package chat.paloma.core.membership;

import static chat.paloma.core.membership.RoomDevice.CRYPTO;
import static chat.paloma.core.membership.RoomDevice.SUITE;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.ExternalProposals;
import chat.paloma.core.mls.group.LeafChange;
import chat.paloma.core.mls.group.MessageOptions;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import java.util.List;

/**
 * A row of the table of what may be committed.
 *
 * @param proposals that the committer makes itself
 * @param received proposals of others that it covers
 * @param outside how the same is refused of somebody who joins by an external commit
 */
record RoomAction(
        WhoMayAdd whoMayAdd, Make<List<Proposal>> proposals, Make<List<MlsMessage>> received, ValidationRule outside) {

    /** Makes something in a scene, for somebody who acts. */
    @FunctionalInterface
    interface Make<T> {
        T in(RoomScene scene, RoomDevice actor) throws Exception;
    }

    static RoomAction of(ValidationRule outside, Make<Proposal> proposal) {
        return new RoomAction(
                WhoMayAdd.MEMBERS,
                (scene, actor) -> List.of(proposal.in(scene, actor)),
                (scene, actor) -> List.of(),
                outside);
    }

    static RoomAction covering(Make<MlsMessage> received) {
        return new RoomAction(
                WhoMayAdd.MEMBERS,
                (scene, actor) -> List.of(),
                (scene, actor) -> List.of(received.in(scene, actor)),
                ValidationRule.EXTERNAL_LIST_BY_VALUE);
    }

    RoomAction where(WhoMayAdd setting) {
        return new RoomAction(setting, proposals, received, outside);
    }

    static RoomAction nothing() {
        return new RoomAction(
                WhoMayAdd.MEMBERS,
                (scene, actor) -> List.of(),
                (scene, actor) -> List.of(),
                ValidationRule.COMMIT_POLICY);
    }

    static RoomAction addingOwnDevice() {
        return of(
                ValidationRule.EXTERNAL_LIST_TYPES,
                (scene, actor) -> new Proposal.Add(
                        new RoomDevice(actor.account, 99).keyPackage().keyPackage()));
    }

    static RoomAction addingSomebody() {
        return of(
                ValidationRule.EXTERNAL_LIST_TYPES,
                (scene, actor) -> new Proposal.Add(
                        new RoomDevice(scene.account(), 98).keyPackage().keyPackage()));
    }

    static RoomAction removing(Make<RoomDevice> target) {
        return of(
                ValidationRule.COMMIT_SUCCESSOR,
                (scene, actor) -> new Proposal.Remove(scene.leafOf(target.in(scene, actor))));
    }

    static RoomAction changing(Make<ExtensionList> extensions) {
        return of(
                ValidationRule.EXTERNAL_LIST_TYPES,
                (scene, actor) -> new Proposal.GroupContextExtensions(extensions.in(scene, actor)));
    }

    static RoomAction changingPolicy(Make<RoomPolicy> policy) {
        return changing((scene, actor) -> RoomCapabilities.ofGroup(policy.in(scene, actor), scene.externalSenders));
    }

    static RoomAction withoutOwners() {
        return changing((scene, actor) -> {
            ByteString ownerless = new TlsWriter()
                    .writeUint16(1)
                    .write(scene.policy.group())
                    .write(WhoMayAdd.MEMBERS)
                    .writeList(List.of())
                    .writeList(List.of())
                    .toByteString();
            return ExtensionList.of(new Extension(RoomPolicy.EXTENSION_TYPE, ownerless));
        });
    }

    static RoomAction changingExternalSenders() {
        return changing((scene, actor) -> RoomCapabilities.ofGroup(
                scene.policy,
                List.of(new ExternalSender(actor.signatureKey.publicKey(), actor.credential.toCredential()))));
    }

    static RoomAction reInit(Make<RoomGroupId> next) {
        return of(ValidationRule.EXTERNAL_LIST_TYPES, (scene, actor) -> {
            RoomGroupId group = next.in(scene, actor);
            RoomPolicy policy = new RoomPolicy(group, WhoMayAdd.MEMBERS, scene.policy.roles(), scene.policy.linkKeys());
            return new Proposal.ReInit(
                    group.groupId(),
                    ProtocolVersion.MLS_1_0,
                    CipherSuiteId.of(SUITE),
                    RoomCapabilities.ofGroup(policy, scene.externalSenders));
        });
    }

    static RoomAction preSharedKey() {
        return of(
                ValidationRule.COMMIT_POLICY,
                (scene, actor) -> new Proposal.PreSharedKey(
                        new PreSharedKeyId.External(ByteString.utf8("key"), ByteString.adopt(new byte[32]))));
    }

    static RoomAction coveringProposalOf(Make<RoomDevice> proposer, Make<Proposal> proposal) {
        return covering((scene, actor) -> {
            RoomDevice device = proposer.in(scene, actor);
            return device.group(RoomDevice.LAWLESS)
                    .propose(proposal.in(scene, actor), MessageOptions.PUBLIC, device.random)
                    .output();
        });
    }

    static RoomAction coveringUpdate() {
        return covering((scene, actor) -> scene.otherMember
                .group(RoomRules.GROUP_RULES)
                .proposeUpdate(LeafChange.NONE, MessageOptions.PUBLIC, scene.otherMember.random)
                .output());
    }

    static RoomAction coveringOfNode(Make<Proposal> proposal) {
        return covering((scene, actor) -> new ExternalProposals(CRYPTO, scene.node.context(), scene.random)
                .byExternalSender(0, scene.nodeKey.privateKey(), proposal.in(scene, actor)));
    }
}
