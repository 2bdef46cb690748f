package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.group.Device.assertAgree;
import static chat.paloma.core.mls.group.Device.gather;
import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.CredentialValidator;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people and servers who are not in a group do with it, for the default suite and the first of RFC 9420. */
class OutsiderScenarioTest {
    private static final String DEFAULT = "PALOMA_128_XWING_CHACHA20POLY1305_SHA384_MLDSA44";
    private static final String FIRST = "MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519";

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void somebodyJoinsByAnExternalCommitAndComesBack(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        Device cleo = new Device(suite, "cleo");
        gather(ana, ben);
        MlsMessage joined = cleo.take(Group.joinExternally(
                cleo.externalJoinRequest(),
                ana.group().groupInfo(true, true, ExtensionList.EMPTY, ana.random),
                cleo.random,
                Device.NOW));
        ana.receive(joined);
        ben.receive(joined);
        assertAgree(ana, ben, cleo);
        ana.hears("made it", cleo.say("made it"));

        LeafIndex former = cleo.group().ownIndex();
        cleo.leave();
        MlsMessage back = cleo.take(Group.joinExternally(
                cleo.externalJoinRequest()
                        .withTree(cleo.treeOf(ben.group()).orElseThrow())
                        .replacing(former),
                ben.group().groupInfo(false, true, ExtensionList.EMPTY, ben.random),
                cleo.random,
                Device.NOW));
        ana.receive(back);
        ben.receive(back);
        assertAgree(ana, ben, cleo);
        assertEquals(3, ana.group().tree().memberCount());
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void outsidersWhomTheGroupAllowsPropose(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        Device server = new Device(suite, "server");
        Device dan = new Device(suite, "dan");
        Extension senders = ExternalSender.extension(
                List.of(new ExternalSender(server.signatureKey.publicKey(), server.credential())));
        gather(List.of(senders), ana, ben);
        ExternalProposals outside =
                new ExternalProposals(server.crypto, ana.group().context(), server.random);
        KeyPackageBundle bundle = dan.keyPackage();
        MlsMessage remove = outside.byExternalSender(
                0,
                server.signatureKey.privateKey(),
                new Proposal.Remove(ben.group().ownIndex()));
        MlsMessage add = outside.byNewMember(bundle.keyPackage(), dan.signatureKey.privateKey());
        ana.receive(remove);
        ana.receive(add);
        ben.receive(remove);
        ben.receive(add);
        PendingCommit commit = ana.commitAndConfirm(CommitRequest.of());
        assertTrue(assertInstanceOf(Received.Advanced.class, ben.receive(commit.commit()))
                .selfRemoved());
        dan.join(dan.joinRequest(bundle), commit);
        assertAgree(ana, dan);
        MlsMessage unknown =
                outside.byExternalSender(1, server.signatureKey.privateKey(), new Proposal.Remove(new LeafIndex(0)));
        assertBreaks(ValidationRule.FRAME_EPOCH, () -> ana.receive(unknown));
        MlsMessage stillUnknown = new ExternalProposals(
                        server.crypto, ana.group().context(), server.random)
                .byExternalSender(1, server.signatureKey.privateKey(), new Proposal.Remove(new LeafIndex(0)));
        assertBreaks(ValidationRule.FRAME_SENDER, () -> ana.receive(stillUnknown));
    }

    /** Trusts members, and nobody outside. */
    private static final CredentialValidator NOBODY_OUTSIDE = new CredentialValidator() {
        @Override
        public boolean isValid(Credential credential, SignaturePublicKey signatureKey) {
            return true;
        }

        @Override
        public boolean isValidOutside(Credential credential, SignaturePublicKey signatureKey) {
            return false;
        }
    };

    @Test
    void aStrangerDoesNotBecomeAnExternalSender() throws Exception {
        Device ana = new Device(CipherSuite.valueOf(FIRST), "ana");
        Device ben = new Device(CipherSuite.valueOf(FIRST), "ben");
        Device dan = new Device(CipherSuite.valueOf(FIRST), "dan");
        gather(ana, ben);
        ben.settings =
                GroupSettings.of(new GroupRules(NOBODY_OUTSIDE, IdentityRules.BY_CREDENTIAL, CommitPolicy.ALLOW_ALL));
        ben.store(ben.group());
        dan.settings = ben.settings;
        Extension senders =
                ExternalSender.extension(List.of(new ExternalSender(ana.signatureKey.publicKey(), ana.credential())));
        Proposal change = new Proposal.GroupContextExtensions(ExtensionList.of(senders));
        assertBreaks(
                ValidationRule.EXTERNAL_SENDER_CREDENTIAL,
                () -> ben.group().commit(CommitRequest.of(change), ben.random, Device.NOW));
        assertBreaks(ValidationRule.EXTERNAL_SENDER_CREDENTIAL, () -> dan.create("a group of dan's", senders));

        MlsMessage byValue = Forgery.commit(ana, change);
        assertBreaks(ValidationRule.EXTERNAL_SENDER_CREDENTIAL, () -> ben.receive(byValue));
        MlsMessage proposal = ana.take(ana.group().propose(change, MessageOptions.PUBLIC, ana.random));
        assertBreaks(ValidationRule.EXTERNAL_SENDER_CREDENTIAL, () -> ben.receive(proposal));
        ana.commitAndConfirm(CommitRequest.of());

        KeyPackageBundle bundle = dan.keyPackage();
        PendingCommit adding = ana.commitAndConfirm(CommitRequest.adding(List.of(bundle.keyPackage())));
        assertBreaks(ValidationRule.EXTERNAL_SENDER_CREDENTIAL, () -> dan.join(dan.joinRequest(bundle), adding));
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void customProposalsAndExtensionsAreCarried(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        gather(ana, ben);
        Proposal custom = new Proposal.Custom(Device.KNOWN_PROPOSAL, ByteString.utf8("do it"));
        Extension grease = new Extension(new ExtensionType(0x0a0a), ByteString.utf8("grease"));
        Extension roster = new Extension(Device.KNOWN_EXTENSION, ByteString.utf8("roster"));
        PendingCommit commit = ana.commitAndConfirm(
                CommitRequest.of(custom, new Proposal.GroupContextExtensions(ExtensionList.of(roster)))
                        .withGroupInfoExtensions(ExtensionList.of(grease))
                        .withGroupInfo());
        Received.Advanced advanced = assertInstanceOf(Received.Advanced.class, ben.receive(commit.commit()));
        assertEquals(custom, advanced.proposals().getFirst().proposal());
        assertEquals(
                Optional.of(ByteString.utf8("roster")),
                ben.group().context().extensions().find(Device.KNOWN_EXTENSION));
        Device cleo = new Device(suite, "cleo");
        MlsMessage joined = cleo.take(Group.joinExternally(
                cleo.externalJoinRequest().withTree(cleo.treeOf(ana.group()).orElseThrow()),
                commit.groupInfo().orElseThrow(),
                cleo.random,
                Device.NOW));
        ana.receive(joined);
        assertAgree(ana, cleo);
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void aServerFollowsTheGroup(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        Device cleo = new Device(suite, "cleo");
        gather(ana, ben);
        PublicGroup server = PublicGroup.of(
                ana.crypto,
                ana.group().groupInfo(false, true, ExtensionList.EMPTY, ana.random),
                ana.treeOf(ana.group()),
                ana.settings.rules());
        MlsMessage proposal = ben.take(ben.group().proposeUpdate(LeafChange.NONE, MessageOptions.PUBLIC, ben.random));
        ana.receive(proposal);
        server = server.receive(Device.sent(proposal)).next();
        KeyPackageBundle bundle = cleo.keyPackage();
        PendingCommit commit = ana.commitAndConfirm(
                CommitRequest.adding(List.of(bundle.keyPackage())).withGroupInfo());
        ben.receive(commit.commit());
        server = PublicGroup.restore(
                ana.crypto.provider(),
                ana.settings.rules(),
                server.encodeState().toByteArray(),
                server.tree().encoded());
        server = server.receive(Device.sent(commit.commit())).next();
        assertEquals(ana.group().context(), server.context());
        assertEquals(
                ana.group().epochState().interimTranscriptHash(),
                server.epochState().interimTranscriptHash());
        assertEquals(3, server.members().size());
        server.check(commit.groupInfo().orElseThrow());
        PublicGroup following = server;
        assertBreaks(
                ValidationRule.JOIN_CONTEXT,
                () -> following.check(commitOf(ben).groupInfo().orElseThrow()));
        assertBreaks(ValidationRule.EXPECTED_MESSAGE, () -> following.receive(ana.say("not for servers")));
    }

    private static PendingCommit commitOf(Device device) throws Exception {
        return device.commit(CommitRequest.of().withGroupInfo());
    }
}
