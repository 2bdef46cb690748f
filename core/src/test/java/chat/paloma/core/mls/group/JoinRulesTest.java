package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.group.Device.gather;
import static chat.paloma.core.mls.testing.Refusals.assertBreaks;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.schedule.KeySchedule;
import chat.paloma.core.mls.schedule.PreSharedKey;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.schedule.ResumptionUsage;
import chat.paloma.core.mls.tree.Capabilities;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.mls.welcome.GroupSecrets;
import chat.paloma.core.mls.welcome.Welcome;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every rule for joining, broken once: the Welcome or the GroupInfo is not what it should be. */
class JoinRulesTest {
    private static final CipherSuite SUITE = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519;
    private final Device ana = new Device(SUITE, "ana");
    private final Device ben = new Device(SUITE, "ben");
    private final Device cleo = new Device(SUITE, "cleo");
    private KeyPackageBundle bundle = cleosBundle();
    private Welcome welcome = new Welcome(CipherSuiteId.of(SUITE), List.of(), ByteString.EMPTY);

    private KeyPackageBundle cleosBundle() {
        try {
            return cleo.keyPackage();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void begin() throws Exception {
        gather(ana, ben);
        PendingCommit commit = ana.commitAndConfirm(CommitRequest.adding(List.of(bundle.keyPackage())));
        ben.receive(commit.commit());
        welcome = ((MlsMessage.OfWelcome) commit.welcome().orElseThrow()).welcome();
    }

    private void refused(ValidationRule rule, Welcome forged) {
        refused(rule, cleo.joinRequest(bundle), forged);
    }

    private static void refused(ValidationRule rule, JoinRequest request, Welcome forged) {
        assertBreaks(rule, () -> Group.join(request, forged, Device.NOW));
    }

    /** The Welcome with another content, encrypted to the same joiner as its committer could. */
    private Welcome resealed(KeyPackageBundle to, UnaryOperator<GroupInfo> info, List<PreSharedKey> psks)
            throws Exception {
        GroupSecrets secrets =
                welcome.openSecrets(cleo.crypto, bundle.keyPackage().reference(cleo.crypto), bundle.initKey());
        KeySchedule schedule = new KeySchedule(cleo.crypto);
        GroupInfo groupInfo = welcome.openGroupInfo(
                cleo.crypto,
                schedule.memberSecret(secrets.joinerSecret(), PreSharedKey.combine(cleo.crypto, List.of()))
                        .welcomeKey());
        KeySchedule.WelcomeKey key = schedule.memberSecret(
                        secrets.joinerSecret(), PreSharedKey.combine(cleo.crypto, psks))
                .welcomeKey();
        List<PreSharedKeyId> ids = psks.stream().map(PreSharedKey::id).toList();
        Welcome.NewMember member = new Welcome.NewMember(
                to.keyPackage().reference(cleo.crypto),
                to.keyPackage().initKey(),
                new GroupSecrets(secrets.joinerSecret(), secrets.pathSecret(), ids));
        return Welcome.seal(cleo.crypto, info.apply(groupInfo), key, List.of(member), cleo.random);
    }

    private GroupInfo signedAgain(GroupInfo info, ByteString confirmationTag, LeafIndex signer) {
        try {
            return GroupInfo.sign(
                    ana.crypto,
                    ana.signatureKey.privateKey(),
                    info.context(),
                    info.extensions(),
                    confirmationTag,
                    signer,
                    ana.random);
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theHonestWelcomeIsTaken() throws Exception {
        cleo.store(Group.join(cleo.joinRequest(bundle), resealed(bundle, info -> info, List.of()), Device.NOW));
        Device.assertAgree(ana, ben, cleo);
    }

    @Test
    void forSomebodyElse() throws Exception {
        refused(ValidationRule.WELCOME_RECIPIENT, cleo.joinRequest(cleo.keyPackage()), welcome);
    }

    @Test
    void ofAnotherSuite() {
        refused(
                ValidationRule.WELCOME_SUITE,
                new Welcome(new CipherSuiteId(3), welcome.secrets(), welcome.encryptedGroupInfo()));
    }

    @Test
    void whatDoesNotDecrypt() throws Exception {
        byte[] info = welcome.encryptedGroupInfo().toByteArray();
        info[0] ^= 1;
        refused(
                ValidationRule.WELCOME_SECRETS,
                new Welcome(welcome.suite(), welcome.secrets(), ByteString.adopt(info)));
        GroupSecrets secrets =
                welcome.openSecrets(cleo.crypto, bundle.keyPackage().reference(cleo.crypto), bundle.initKey());
        Welcome.EncryptedGroupSecrets encrypted = new Welcome.EncryptedGroupSecrets(
                bundle.keyPackage().reference(cleo.crypto),
                cleo.crypto.encryptWithLabel(
                        bundle.keyPackage().initKey(), "Welcome", info, secrets.dangerouslyEncode(), ana.random));
        refused(
                ValidationRule.WELCOME_GROUP_INFO,
                new Welcome(welcome.suite(), List.of(encrypted), ByteString.adopt(info)));
    }

    @Test
    void aGroupInfoThatNobodySigned() throws Exception {
        refused(
                ValidationRule.GROUP_INFO_SIGNATURE,
                resealed(
                        bundle,
                        info -> new GroupInfo(
                                info.context(),
                                info.extensions(),
                                info.confirmationTag(),
                                info.signer(),
                                ByteString.adopt(new byte[64])),
                        List.of()));
        refused(
                ValidationRule.GROUP_INFO_SIGNATURE,
                resealed(bundle, info -> signedAgain(info, info.confirmationTag(), new LeafIndex(7)), List.of()));
    }

    @Test
    void aWrongConfirmationTag() throws Exception {
        refused(
                ValidationRule.GROUP_INFO_CONFIRMATION,
                resealed(bundle, info -> signedAgain(info, ByteString.adopt(new byte[32]), info.signer()), List.of()));
    }

    @Test
    void aTreeWithoutTheJoiner() throws Exception {
        KeyPackageBundle other = cleo.keyPackage();
        refused(ValidationRule.JOIN_OWN_LEAF, cleo.joinRequest(other), resealed(other, info -> info, List.of()));
    }

    @Test
    void aGroupThatOneIsIn() {
        refused(ValidationRule.JOIN_UNIQUE_GROUP, cleo.joinRequest(bundle).withGroups(id -> true), welcome);
    }

    private PreSharedKey link(ResumptionUsage usage) {
        PreSharedKeyId id = new PreSharedKeyId.Resumption(
                        usage, ana.group().context().groupId(), 2, ByteString.EMPTY)
                .withFreshNonce(SUITE, ana.random);
        return new PreSharedKey(id, SecretBytes.adopt(new byte[] {5}));
    }

    @Test
    void linksToOtherGroupsThatCannotBe() throws Exception {
        cleo.psks = id -> Optional.of(SecretBytes.adopt(new byte[] {5}));
        refused(
                ValidationRule.JOIN_ONE_RESUMPTION,
                cleo.joinRequest(bundle),
                resealed(bundle, info -> info, List.of(link(ResumptionUsage.REINIT), link(ResumptionUsage.BRANCH))));
        refused(
                ValidationRule.JOIN_FIRST_EPOCH,
                cleo.joinRequest(bundle).withOrigin(ana.group().origin()),
                resealed(bundle, info -> info, List.of(link(ResumptionUsage.BRANCH))));
    }

    @Test
    void externalJoinsThatCannotBe() throws Exception {
        Device dan = new Device(SUITE, "dan");
        GroupInfo without = ana.group().groupInfo(true, false, ExtensionList.EMPTY, ana.random);
        assertBreaks(
                ValidationRule.JOIN_EXTERNAL_PUB,
                () -> Group.joinExternally(dan.externalJoinRequest(), without, dan.random, Device.NOW));
        Device eve = new Device(SUITE, "eve");
        eve.create("with an extension", new Extension(Device.KNOWN_EXTENSION, ByteString.EMPTY));
        GroupInfo info = eve.group().groupInfo(true, true, ExtensionList.EMPTY, eve.random);
        Capabilities all = dan.capabilities();
        ExternalJoinRequest ignorant = ExternalJoinRequest.of(
                dan.crypto,
                dan.settings,
                dan.signatureKey,
                dan.credential(),
                new Capabilities(all.versions(), all.cipherSuites(), List.of(), List.of(), all.credentials()));
        assertBreaks(
                ValidationRule.JOIN_EXTENSIONS, () -> Group.joinExternally(ignorant, info, dan.random, Device.NOW));
        Device again = new Device(SUITE, "ben");
        GroupInfo open = ana.group().groupInfo(false, true, ExtensionList.EMPTY, ana.random);
        ExternalJoinRequest twice = again.externalJoinRequest()
                .withTree(UnverifiedRatchetTree.decode(
                        ana.crypto, new TlsReader(ana.group().tree().encoded())));
        assertBreaks(ValidationRule.LIST_ADD_TWICE, () -> Group.joinExternally(twice, open, again.random, Device.NOW));
    }

    @Test
    void anExternalJoinWithAPreSharedKeyThatIsNotAtHand() throws Exception {
        Device dan = new Device(SUITE, "dan");
        GroupInfo open = ana.group().groupInfo(true, true, ExtensionList.EMPTY, ana.random);
        PreSharedKeyId id = new PreSharedKeyId.External(ByteString.utf8("psk"), ByteString.EMPTY);
        ExternalJoinRequest without = dan.externalJoinRequest().withPreSharedKeys(List.of(id), PreSharedKeys.NONE);
        assertBreaks(
                ValidationRule.JOIN_PSK_AVAILABLE, () -> Group.joinExternally(without, open, dan.random, Device.NOW));
        PreSharedKeys known = any -> Optional.of(SecretBytes.adopt(new byte[] {1, 2, 3}));
        ExternalJoinRequest with = dan.externalJoinRequest().withPreSharedKeys(List.of(id), known);
        ana.psks = known;
        ana.receive(dan.take(Group.joinExternally(with, open, dan.random, Device.NOW)));
        Device.assertAgree(ana, dan);
    }

    @Test
    void storedStatesThatAreNotWhole() throws Exception {
        byte[] state = ana.group().encodeState().dangerouslyExpose();
        byte[] tree = ana.group().tree().encoded();
        byte[] version = state.clone();
        version[1] = 9;
        byte[] foreignTree = aloneTree();
        for (byte[][] each : List.of(new byte[][] {version, tree}, new byte[][] {state, foreignTree})) {
            Assertions.assertThrows(
                    DecodeException.class, () -> Group.restore(ana.crypto.provider(), ana.settings, each[0], each[1]));
        }
    }

    private byte[] aloneTree() throws Exception {
        Device alone = new Device(SUITE, "alone");
        alone.create("alone");
        return alone.group().tree().encoded();
    }
}
