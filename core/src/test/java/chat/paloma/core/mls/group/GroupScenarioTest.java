package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.group.Device.assertAgree;
import static chat.paloma.core.mls.group.Device.gather;
import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.Padding;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.schedule.ResumptionUsage;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people do with groups, for the default suite and the first of RFC 9420. */
class GroupScenarioTest {
    private static final String DEFAULT = "PALOMA_128_XWING_CHACHA20POLY1305_SHA384_MLDSA44";
    private static final String FIRST = "MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519";

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void twoPeopleTalk(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        gather(ana, ben);
        ben.hears("hello", ana.say("hello"));
        ana.hears("hi", ben.say("hi"));
        ben.hears("how are you?", ana.say("how are you?"));
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void membersComeUpdateAndGo(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        Device cleo = new Device(suite, "cleo");
        Device dan = new Device(suite, "dan");
        gather(ana, ben, cleo);

        PendingCommit update = ben.commitAndConfirm(CommitRequest.of());
        ana.receive(update.commit());
        cleo.receive(update.commit());
        assertAgree(ana, ben, cleo);

        KeyPackageBundle bundle = dan.keyPackage();
        PendingCommit add = cleo.commitAndConfirm(CommitRequest.adding(List.of(bundle.keyPackage())));
        ana.receive(add.commit());
        ben.receive(add.commit());
        dan.join(dan.joinRequest(bundle), add);
        assertAgree(ana, ben, cleo, dan);
        ana.hears("I'm in", dan.say("I'm in"));

        PendingCommit remove =
                dan.commitAndConfirm(CommitRequest.removing(ben.group().ownIndex()));
        Received.Advanced seen = assertInstanceOf(Received.Advanced.class, ben.receive(remove.commit()));
        assertTrue(seen.selfRemoved());
        ana.receive(remove.commit());
        cleo.receive(remove.commit());
        assertAgree(ana, cleo, dan);
        assertEquals(3, ana.group().tree().memberCount());
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void proposalsAreCommittedByReference(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        Device cleo = new Device(suite, "cleo");
        Device dan = new Device(suite, "dan");
        gather(ana, ben, cleo);
        MlsMessage update = ben.take(ben.group().proposeUpdate(LeafChange.NONE, MessageOptions.PRIVATE, ben.random));
        ana.receive(update);
        cleo.receive(update);
        KeyPackageBundle bundle = dan.keyPackage();
        MlsMessage add = cleo.take(
                cleo.group().propose(new Proposal.Add(bundle.keyPackage()), MessageOptions.PUBLIC, cleo.random));
        ana.receive(add);
        ben.receive(add);
        ana.receive(add);
        assertEquals(2, ana.group().waitingProposals().size());
        assertThrows(IllegalStateException.class, () -> ana.say("not before they are committed"));

        PendingCommit commit = ana.commitAndConfirm(CommitRequest.of());
        ben.receive(commit.commit());
        cleo.receive(commit.commit());
        dan.join(dan.joinRequest(bundle), commit);
        assertAgree(ana, ben, cleo, dan);
        ana.hears("still me", ben.say("still me"));
        PendingCommit next = ben.commitAndConfirm(CommitRequest.of());
        ana.receive(next.commit());
        assertAgree(ana, ben);
    }

    @Test
    void oneClientWhomTwoProposeIsAddedOnce() throws Exception {
        Device ana = new Device(CipherSuite.valueOf(FIRST), "ana");
        Device ben = new Device(CipherSuite.valueOf(FIRST), "ben");
        Device cleo = new Device(CipherSuite.valueOf(FIRST), "cleo");
        Device dan = new Device(CipherSuite.valueOf(FIRST), "dan");
        gather(ana, ben, cleo);
        KeyPackageBundle first = dan.keyPackage();
        List<KeyPackage> proposed = List.of(
                first.keyPackage(),
                dan.keyPackage().keyPackage(),
                cleo.keyPackage().keyPackage());
        for (KeyPackage each : proposed) {
            MlsMessage add = ben.take(ben.group().propose(new Proposal.Add(each), MessageOptions.PUBLIC, ben.random));
            ana.receive(add);
            cleo.receive(add);
        }
        PendingCommit commit = ana.commitAndConfirm(CommitRequest.of());
        ben.receive(commit.commit());
        cleo.receive(commit.commit());
        dan.join(dan.joinRequest(first), commit);
        assertAgree(ana, ben, cleo, dan);
        assertEquals(4, ana.group().tree().memberCount());
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void messagesComeLateTwiceAndInAnyOrder(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        gather(ana, ben);
        MlsMessage one = ana.say("one");
        MlsMessage two = ana.say("two");
        MlsMessage three = ana.say("three");
        ben.hears("three", three);
        ben.hears("one", one);
        assertBreaks(ValidationRule.GENERATION_UNUSED, () -> ben.receive(one));
        assertBreaks(ValidationRule.GENERATION_UNUSED, () -> ben.receive(three));
        PendingCommit commit = ana.commitAndConfirm(CommitRequest.of());
        ben.receive(commit.commit());
        ben.hears("two", two);
        assertBreaks(ValidationRule.GENERATION_UNUSED, () -> ben.receive(two));
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void aLateMessageOfSomebodyWhoLeftIsStillTheirs(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        Device cleo = new Device(suite, "cleo");
        gather(ana, ben, cleo);
        MlsMessage late = cleo.say("I was here");
        LeafIndex cleos = cleo.group().ownIndex();
        PendingCommit remove = ana.commitAndConfirm(CommitRequest.removing(cleos));
        ben.receive(remove.commit());
        PendingCommit another = ana.commitAndConfirm(CommitRequest.of());
        ben.receive(another.commit());
        Received.ApplicationMessage received = assertInstanceOf(Received.ApplicationMessage.class, ben.receive(late));
        assertEquals(cleo.credential(), received.senderLeaf().credential());
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void aForgottenEpochCannotBeRead(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        gather(ana, ben);
        MlsMessage late = ana.say("late");
        ben.receive(ana.commitAndConfirm(CommitRequest.of()).commit());
        assertEquals(List.of(1L), ben.group().pastEpochs());
        ben.store(ben.group().forgetEpoch(1));
        assertBreaks(ValidationRule.FRAME_EPOCH, () -> ben.receive(late));
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void pastEpochsAreBounded(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        ben.settings = Device.SETTINGS.withPastEpochs(2);
        gather(ana, ben);
        for (int i = 0; i < 4; i++) {
            ben.receive(ana.commitAndConfirm(CommitRequest.of()).commit());
        }
        assertEquals(List.of(3L, 4L), ben.group().pastEpochs());
        assertEquals(Optional.empty(), ben.group().resumptionPsk(2));
        assertTrue(ben.group().resumptionPsk(3).isPresent());
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void ofTwoCommitsOneWins(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        Device cleo = new Device(suite, "cleo");
        gather(ana, ben, cleo);
        PendingCommit anas = ana.commit(CommitRequest.of());
        PendingCommit bens = ben.commit(CommitRequest.removing(cleo.group().ownIndex()));
        assertThrows(IllegalStateException.class, () -> ana.commit(CommitRequest.of()));
        ben.receive(anas.commit());
        cleo.receive(anas.commit());
        ana.receive(anas.commit());
        assertAgree(ana, ben, cleo);
        assertTrue(ben.group().pendingCommit().isEmpty());
        assertBreaks(ValidationRule.FRAME_EPOCH, () -> ana.receive(bens.commit()));
        PendingCommit given = ben.commit(CommitRequest.of());
        ben.store(ben.group().discard());
        assertTrue(ben.group().pendingCommit().isEmpty());
        assertBreaks(ValidationRule.COMMIT_OWN, () -> ben.receive(given.commit()));
        cleo.hears("still here", ben.say("still here"));
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void preSharedKeysAreMixedIn(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        Device cleo = new Device(suite, "cleo");
        gather(ana, ben);
        PreSharedKeys known = id -> id instanceof PreSharedKeyId.External
                ? Optional.of(SecretBytes.adopt(new byte[] {1, 2, 3}))
                : Optional.empty();
        PreSharedKeyId external =
                new PreSharedKeyId.External(ByteString.utf8("psk"), ByteString.EMPTY).withFreshNonce(suite, ana.random);
        PreSharedKeyId resumption = new PreSharedKeyId.Resumption(
                        ResumptionUsage.APPLICATION, ana.group().context().groupId(), 0, ByteString.EMPTY)
                .withFreshNonce(suite, ana.random);
        ana.psks = known;
        PendingCommit commit = ana.commit(
                CommitRequest.of(new Proposal.PreSharedKey(external)).withPathPolicy(PathPolicy.WHEN_REQUIRED));
        assertBreaks(ValidationRule.COMMIT_PSK_AVAILABLE, () -> ben.receive(commit.commit()));
        ben.psks = known;
        ana.take(ana.group().confirm());
        ben.receive(commit.commit());
        assertAgree(ana, ben);

        KeyPackageBundle bundle = cleo.keyPackage();
        PreSharedKeyId again = external.withFreshNonce(suite, ana.random);
        PendingCommit add = ana.commitAndConfirm(
                CommitRequest.of(new Proposal.Add(bundle.keyPackage()), new Proposal.PreSharedKey(again)));
        ben.receive(add.commit());
        assertBreaks(ValidationRule.JOIN_PSK_AVAILABLE, () -> cleo.join(cleo.joinRequest(bundle), add));
        cleo.psks = known;
        cleo.join(cleo.joinRequest(bundle), add);
        assertAgree(ana, ben, cleo);
        assertBreaks(
                ValidationRule.COMMIT_PSK_AVAILABLE,
                () -> ben.commit(CommitRequest.of(new Proposal.PreSharedKey(resumption))));
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void theTreeTravelsApart(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        Device cleo = new Device(suite, "cleo");
        gather(ana, ben);
        KeyPackageBundle bundle = cleo.keyPackage();
        PendingCommit add = ana.commitAndConfirm(
                CommitRequest.adding(List.of(bundle.keyPackage())).withTreeApart());
        assertBreaks(ValidationRule.JOIN_TREE_PRESENT, () -> cleo.join(cleo.joinRequest(bundle), add));
        assertBreaks(
                ValidationRule.TREE_HASH,
                () -> cleo.join(
                        cleo.joinRequest(bundle)
                                .withTree(cleo.treeOf(ben.group()).orElseThrow()),
                        add));
        ben.receive(add.commit());
        cleo.join(cleo.joinRequest(bundle).withTree(cleo.treeOf(ben.group()).orElseThrow()), add);
        assertAgree(ana, ben, cleo);
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void aLastResortKeyPackageServesTwice(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        Device cleo = new Device(suite, "cleo");
        KeyPackageBundle bundle =
                cleo.keyPackage(new Extension(ExtensionType.LAST_RESORT_KEY_PACKAGE, ByteString.EMPTY));
        assertTrue(bundle.keyPackage().isLastResort());
        for (Device creator : List.of(ana, ben)) {
            creator.create("group of " + creator.name);
            PendingCommit add = creator.commitAndConfirm(CommitRequest.adding(List.of(bundle.keyPackage())));
            cleo.join(cleo.joinRequest(bundle), add);
            creator.receive(cleo.commitAndConfirm(CommitRequest.of()).commit());
            assertAgree(creator, cleo);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void aMemberChangesItsSignatureKey(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        gather(ana, ben);
        LeafChange newKey = new LeafChange(
                Optional.of(ana.crypto.generateSignatureKeyPair(ana.random)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        ben.receive(
                ana.commitAndConfirm(CommitRequest.of().withLeafChange(newKey)).commit());
        ben.hears("with a new key", ana.say("with a new key"));
        LeafChange another = new LeafChange(
                Optional.of(ben.crypto.generateSignatureKeyPair(ben.random)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        ana.receive(ben.take(ben.group().proposeUpdate(another, MessageOptions.PUBLIC, ben.random)));
        ben.receive(ana.commitAndConfirm(CommitRequest.of()).commit());
        assertAgree(ana, ben);
        ana.hears("me too", ben.say("me too"));
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void aSpentGroupCannotBeUsed(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        ana.create("alone");
        Group before = ana.group();
        Step<MlsMessage> step = before.encrypt(new byte[3], ByteString.EMPTY, Padding.none(), ana.random);
        assertThrows(IllegalStateException.class, before::epochAuthenticator);
        assertThrows(
                IllegalStateException.class,
                () -> before.encrypt(new byte[3], ByteString.EMPTY, Padding.none(), ana.random));
        assertFalse(step.next().epochAuthenticator().isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void freshKeysComeAsThePolicySays(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        gather(ana, ben);
        PathPolicy policy = new PathPolicy(true, true, 2, 100);
        assertTrue(policy.isDue(ben.group().pathActivity(), Device.NOW));
        ana.receive(ben.commitAndConfirm(CommitRequest.of()).commit());
        assertFalse(policy.isDue(ben.group().pathActivity(), Device.NOW + 1000));
        ana.hears("1", ben.say("1"));
        assertFalse(policy.isDue(ben.group().pathActivity(), Device.NOW + 99));
        assertTrue(policy.isDue(ben.group().pathActivity(), Device.NOW + 100));
        ana.hears("2", ben.say("2"));
        assertTrue(policy.isDue(ben.group().pathActivity(), Device.NOW));
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void exportedSecretsAgree(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        gather(ana, ben);
        SecretBytes one = ana.group().export("typing", new byte[] {1}, 32);
        assertTrue(one.constantTimeEquals(ben.group().export("typing", new byte[] {1}, 32)));
        assertFalse(one.constantTimeEquals(ben.group().export("typing", new byte[] {2}, 32)));
        assertFalse(one.constantTimeEquals(ben.group().export("other", new byte[] {1}, 32)));
    }
}
