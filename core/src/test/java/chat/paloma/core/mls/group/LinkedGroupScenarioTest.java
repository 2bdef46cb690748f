package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.group.Device.assertAgree;
import static chat.paloma.core.mls.group.Device.gather;
import static chat.paloma.core.mls.testing.Refusals.assertBreaks;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.tree.ExtensionList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Groups that come out of other groups, for the default suite and the first of RFC 9420. */
class LinkedGroupScenarioTest {
    private static final String DEFAULT = "PALOMA_128_XWING_CHACHA20POLY1305_SHA384_MLDSA44";
    private static final String FIRST = "MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519";

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void aGroupIsReplacedByOneOfAnotherSuite(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        gather(ana, ben);
        CipherSuite newSuite = CipherSuite.MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_ED25519;
        Proposal.ReInit reInit = new Proposal.ReInit(
                new GroupId(ByteString.utf8("the next")),
                ProtocolVersion.MLS_1_0,
                CipherSuiteId.of(newSuite),
                ExtensionList.EMPTY);
        ben.receive(ana.commitAndConfirm(CommitRequest.of(reInit)).commit());
        assertAgree(ana, ben);
        assertBreaks(ValidationRule.COMMIT_NOT_ENDED, () -> ben.say("too late"));

        Device newAna = new Device(newSuite, "ana");
        Device newBen = new Device(newSuite, "ben");
        KeyPackageBundle bundle = newBen.keyPackage();
        PendingCommit founding = newAna.take(LinkedGroups.reinitialize(
                ben.group().successor().equals(Optional.of(reInit)) ? ana.group() : ben.group(),
                newAna.creation("the next"),
                List.of(bundle.keyPackage()),
                newAna.random,
                Device.NOW));
        newAna.take(newAna.group().confirm());
        newBen.psks = id -> ben.group().resumptionPsk(ben.group().context().epoch());
        assertBreaks(ValidationRule.JOIN_PSK_AVAILABLE, () -> newBen.join(newBen.joinRequest(bundle), founding));
        newBen.join(newBen.joinRequest(bundle).withOrigin(ben.group().origin()), founding);
        assertAgree(newAna, newBen);
        newBen.hears("on we go", newAna.say("on we go"));
        assertBreaks(
                ValidationRule.JOIN_REINIT,
                () -> LinkedGroups.reinitialize(
                        ana.group(), newAna.creation("another"), List.of(), newAna.random, Device.NOW));
    }

    @ParameterizedTest
    @EnumSource(names = {DEFAULT, FIRST})
    void someMembersBranchOff(CipherSuite suite) throws Exception {
        Device ana = new Device(suite, "ana");
        Device ben = new Device(suite, "ben");
        Device cleo = new Device(suite, "cleo");
        gather(ana, ben, cleo);
        Device branchAna = new Device(suite, "ana");
        Device branchBen = new Device(suite, "ben");
        KeyPackageBundle bundle = branchBen.keyPackage();
        PendingCommit founding = branchAna.take(LinkedGroups.branch(
                ana.group(),
                branchAna.creation("a branch"),
                List.of(bundle.keyPackage()),
                branchAna.random,
                Device.NOW));
        branchAna.take(branchAna.group().confirm());
        branchBen.psks = id -> ben.group().resumptionPsk(1);
        branchBen.join(branchBen.joinRequest(bundle).withOrigin(ben.group().origin()), founding);
        assertAgree(branchAna, branchBen);
        Device stranger = new Device(suite, "eve");
        assertBreaks(
                ValidationRule.JOIN_BRANCH,
                () -> LinkedGroups.branch(
                        ana.group(),
                        branchAna.creation("a branch with a stranger"),
                        List.of(stranger.keyPackage().keyPackage()),
                        branchAna.random,
                        Device.NOW));
    }
}
