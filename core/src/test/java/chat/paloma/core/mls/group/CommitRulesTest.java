package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.group.Device.gather;
import static chat.paloma.core.mls.testing.Refusals.assertBreaks;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.commit.Commit;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.framing.WireFormat;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalOrRef;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.schedule.ResumptionUsage;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.ProposalType;
import chat.paloma.core.mls.treekem.UpdatePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every rule for proposals and commits, broken once: ana means ill, ben does not fall for it. */
class CommitRulesTest {
    private static final CipherSuite SUITE = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519;
    private final Device ana = new Device(SUITE, "ana");
    private final Device ben = new Device(SUITE, "ben");
    private final Device cleo = new Device(SUITE, "cleo");
    private final Device dan = new Device(SUITE, "dan");

    @BeforeEach
    void begin() throws Exception {
        gather(ana, ben, cleo);
    }

    private void refused(ValidationRule rule, Proposal... proposals) throws Exception {
        MlsMessage commit = Forgery.commit(ana, proposals);
        assertBreaks(rule, () -> ben.receive(commit));
        assertBreaks(rule, () -> ana.group().commit(CommitRequest.of(proposals), ana.random, Device.NOW));
    }

    private PreSharedKeyId psk(int nonceLength) {
        return new PreSharedKeyId.External(ByteString.utf8("key"), ByteString.adopt(new byte[nonceLength]));
    }

    private Proposal.ReInit reInit(int version) {
        return new Proposal.ReInit(
                new GroupId(ByteString.utf8("next")),
                new ProtocolVersion(version),
                CipherSuiteId.of(SUITE),
                ExtensionList.EMPTY);
    }

    @Test
    void aProposalThatNobodySaw() throws Exception {
        ProposalRef unknown = new ProposalRef(ByteString.adopt(new byte[32]));
        MlsMessage commit =
                Forgery.commit(ana, new Commit(List.of(new ProposalOrRef.ByReference(unknown)), Optional.empty()));
        assertBreaks(ValidationRule.PROPOSAL_KNOWN, () -> ben.receive(commit));
    }

    @Test
    void removingNobody() throws Exception {
        refused(ValidationRule.PROPOSAL_REMOVE_TARGET, new Proposal.Remove(new LeafIndex(3)));
        refused(ValidationRule.PROPOSAL_REMOVE_TARGET, new Proposal.Remove(0xffff_ffffL));
    }

    @Test
    void preSharedKeysOfTheWrongKind() throws Exception {
        refused(ValidationRule.PROPOSAL_PSK_NONCE, new Proposal.PreSharedKey(psk(31)));
        for (ResumptionUsage usage : List.of(ResumptionUsage.REINIT, ResumptionUsage.BRANCH)) {
            PreSharedKeyId link = new PreSharedKeyId.Resumption(
                    usage, ana.group().context().groupId(), 1, ByteString.adopt(new byte[32]));
            refused(ValidationRule.PROPOSAL_PSK_USAGE, new Proposal.PreSharedKey(link));
        }
        refused(ValidationRule.LIST_PSK_TWICE, new Proposal.PreSharedKey(psk(32)), new Proposal.PreSharedKey(psk(32)));
    }

    @Test
    void tooManyPreSharedKeys() throws Exception {
        Proposal[] many = new Proposal[MlsLimits.MAX_PSKS + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = new Proposal.PreSharedKey(psk(32).withFreshNonce(SUITE, ana.random));
        }
        refused(ValidationRule.LIST_LIMIT, many);
    }

    private MlsMessage bigProposal(Device of, int number) throws Exception {
        byte[] data = new byte[MlsLimits.MAX_GROUP_EXTENSION_LENGTH];
        data[0] = (byte) number;
        Proposal proposal = new Proposal.GroupContextExtensions(
                ExtensionList.of(new Extension(Device.KNOWN_EXTENSION, ByteString.adopt(data))));
        return of.take(of.group().propose(proposal, MessageOptions.PUBLIC, of.random));
    }

    @Test
    void tooLongProposalsThatWait() throws Exception {
        Group group = ben.group();
        int fit = MlsLimits.MAX_PENDING_PROPOSALS_LENGTH / MlsLimits.MAX_GROUP_EXTENSION_LENGTH - 1;
        for (int i = 0; i < fit; i++) {
            group = group.receive(bigProposal(ana, i), PreSharedKeys.NONE).next();
        }
        Group full = group;
        MlsMessage last = bigProposal(cleo, fit);
        assertBreaks(ValidationRule.LIST_LIMIT, () -> full.receive(last, PreSharedKeys.NONE));
        assertBreaks(ValidationRule.LIST_LIMIT, () -> bigProposal(ana, fit));
        Group roomier = full.forgetProposal(
                        full.waitingProposals().getFirst().reference().orElseThrow())
                .next();
        Assertions.assertEquals(
                fit,
                roomier.receive(last, PreSharedKeys.NONE)
                        .next()
                        .waitingProposals()
                        .size());
    }

    @Test
    void goingBackToAnOlderVersion() throws Exception {
        refused(ValidationRule.PROPOSAL_REINIT_VERSION, reInit(0));
    }

    @Test
    void replacingTheGroupAmongOtherThings() throws Exception {
        refused(ValidationRule.LIST_REINIT_ALONE, reInit(1), new Proposal.PreSharedKey(psk(32)));
    }

    @Test
    void changingOneselfByAProposal() throws Exception {
        LeafNode leaf = update(ana);
        refused(ValidationRule.LIST_COMMITTER_UPDATE, new Proposal.Update(leaf));
        refused(
                ValidationRule.LIST_COMMITTER_REMOVE,
                new Proposal.Remove(ana.group().ownIndex()));
    }

    private static LeafNode update(Device device) throws Exception {
        MlsMessage message =
                device.take(device.group().proposeUpdate(LeafChange.NONE, MessageOptions.PUBLIC, device.random));
        Content content = ((MlsMessage.OfPublicMessage) message)
                .message()
                .content()
                .content()
                .content();
        return ((Proposal.Update) ((Content.Proposal) content).proposal()).leafNode();
    }

    @Test
    void updatingForSomebodyElse() throws Exception {
        MlsMessage message = Forgery.open(
                ana, ana.group().internals().ownSender(), new Content.Proposal(new Proposal.Update(update(ben))));
        assertBreaks(ValidationRule.LEAF_SIGNATURE, () -> ben.receive(message));
        ProposalListRules rules = new ProposalListRules(
                ben.group().epochState(),
                ben.group().epochState().leafRules(ben.settings.rules()),
                ben.settings.rules().identities(),
                Optional.empty());
        assertBreaks(
                ValidationRule.PROPOSAL_UPDATE_SENDER,
                () -> rules.checkReceived(new Proposal.Update(update(ben)), new Sender.External(0)));
    }

    @Test
    void twoChangesOfOneMember() throws Exception {
        Proposal remove = new Proposal.Remove(cleo.group().ownIndex());
        refused(ValidationRule.LIST_ONE_CHANGE_PER_LEAF, remove, remove);
    }

    @Test
    void addingAMemberOrOneClientTwice() throws Exception {
        Proposal again = new Proposal.Add(cleo.keyPackage().keyPackage());
        refused(ValidationRule.LIST_ADD_TWICE, again);
        refused(
                ValidationRule.LIST_ADD_TWICE,
                new Proposal.Add(dan.keyPackage().keyPackage()),
                new Proposal.Add(dan.keyPackage().keyPackage()));
    }

    @Test
    void extensionsThatCannotBe() throws Exception {
        Proposal empty = new Proposal.GroupContextExtensions(ExtensionList.EMPTY);
        refused(ValidationRule.LIST_ONE_EXTENSIONS, empty, empty);
        refused(
                ValidationRule.EXTENSIONS_WELL_FORMED,
                new Proposal.GroupContextExtensions(ExtensionList.of(
                        new Extension(ExtensionType.REQUIRED_CAPABILITIES, ByteString.utf8("nonsense")))));
        refused(
                ValidationRule.EXTENSIONS_WELL_FORMED,
                new Proposal.GroupContextExtensions(
                        ExtensionList.of(new Extension(ExtensionType.EXTERNAL_SENDERS, ByteString.utf8("nonsense")))));
        refused(
                ValidationRule.LEAF_GROUP_EXTENSIONS,
                new Proposal.GroupContextExtensions(
                        ExtensionList.of(new Extension(new ExtensionType(0xf999), ByteString.EMPTY))));
    }

    @Test
    void externalInitOfAMember() throws Exception {
        refused(ValidationRule.LIST_EXTERNAL_INIT, new Proposal.ExternalInit(ByteString.adopt(new byte[32])));
    }

    @Test
    void aProposalThatSomebodyDoesNotKnow() throws Exception {
        refused(ValidationRule.LIST_SUPPORTED_TYPES, new Proposal.Custom(new ProposalType(0xf777), ByteString.EMPTY));
    }

    @Test
    void noFreshKeysWhereTheyAreDue() throws Exception {
        MlsMessage remove = Forgery.commit(ana, new Proposal.Remove(cleo.group().ownIndex()));
        assertBreaks(ValidationRule.COMMIT_PATH_REQUIRED, () -> ben.receive(remove));
        MlsMessage nothing = Forgery.commit(ana);
        assertBreaks(ValidationRule.COMMIT_PATH_REQUIRED, () -> ben.receive(nothing));
    }

    @Test
    void aWrongConfirmationTag() throws Exception {
        MlsMessage commit =
                Forgery.commit(ana, new Proposal.Add(dan.keyPackage().keyPackage()));
        byte[] before = ben.group().encodeState().dangerouslyExpose();
        assertBreaks(ValidationRule.COMMIT_CONFIRMATION_TAG, () -> ben.receive(commit));
        Assertions.assertArrayEquals(before, ben.group().encodeState().dangerouslyExpose());
    }

    @Test
    void whatTheApplicationForbids() throws Exception {
        CommitPolicy nobodyLeaves =
                commit -> commit.proposals().stream().anyMatch(each -> each.proposal() instanceof Proposal.Remove)
                        ? Optional.of("nobody leaves")
                        : Optional.empty();
        ben.settings =
                GroupSettings.of(new GroupRules((credential, key) -> true, IdentityRules.BY_CREDENTIAL, nobodyLeaves));
        ben.store(ben.group());
        PendingCommit commit = ana.commit(CommitRequest.removing(cleo.group().ownIndex()));
        assertBreaks(ValidationRule.COMMIT_POLICY, () -> ben.receive(commit.commit()));
        assertBreaks(
                ValidationRule.COMMIT_POLICY,
                () -> ben.commit(CommitRequest.removing(cleo.group().ownIndex())));
    }

    @Test
    void becomingSomebodyElse() throws Exception {
        LeafChange change =
                new LeafChange(Optional.empty(), Optional.of(dan.credential()), Optional.empty(), Optional.empty());
        PendingCommit commit = ana.commit(CommitRequest.of().withLeafChange(change));
        assertBreaks(ValidationRule.COMMIT_SUCCESSOR, () -> ben.receive(commit.commit()));
        assertBreaks(
                ValidationRule.COMMIT_SUCCESSOR,
                () -> ben.group().proposeUpdate(change, MessageOptions.PUBLIC, ben.random));
    }

    /** The external commit of dan with other proposals, signed by dan. */
    private MlsMessage external(ProposalOrRef... proposals) throws Exception {
        MlsMessage.OfPublicMessage honest = (MlsMessage.OfPublicMessage) Group.joinExternally(
                        dan.externalJoinRequest(),
                        ana.group().groupInfo(true, true, ExtensionList.EMPTY, ana.random),
                        dan.random,
                        Device.NOW)
                .output();
        Commit commit = ((Content.Commit) honest.message().content().content().content()).commit();
        List<ProposalOrRef> all = new ArrayList<>(commit.proposals());
        if (proposals.length > 0 && proposals[0].equals(NO_INIT)) {
            all.clear();
        }
        for (ProposalOrRef each : proposals) {
            if (!each.equals(NO_INIT)) {
                all.add(each);
            }
        }
        Optional<UpdatePath> path = commit.path();
        GroupState anas = ana.group().internals();
        Device signer = dan;
        FramedContent framed = new FramedContent(
                anas.epoch.context().groupId(),
                anas.epoch.context().epoch(),
                new Sender.NewMemberCommit(),
                ByteString.EMPTY,
                new Content.Commit(new Commit(all, path)));
        return new MlsMessage.OfPublicMessage(PublicMessage.fromOutside(AuthenticatedContent.sign(
                        anas.crypto,
                        signer.signatureKey.privateKey(),
                        WireFormat.PUBLIC_MESSAGE,
                        framed,
                        anas.epoch.context(),
                        signer.random)
                .withConfirmationTag(ByteString.adopt(new byte[32]))));
    }

    private static final ProposalOrRef NO_INIT =
            new ProposalOrRef.ByValue(new Proposal.Custom(new ProposalType(0xfeed), ByteString.EMPTY));

    private static ProposalOrRef value(Proposal proposal) {
        return new ProposalOrRef.ByValue(proposal);
    }

    @Test
    void externalCommitsThatDoMoreThanJoin() throws Exception {
        ProposalOrRef init = value(new Proposal.ExternalInit(ByteString.adopt(new byte[32])));
        ProposalOrRef remove = value(new Proposal.Remove(new LeafIndex(2)));
        MlsMessage none = external(NO_INIT);
        assertBreaks(ValidationRule.EXTERNAL_LIST_INIT, () -> ben.receive(none));
        MlsMessage two = external(init);
        assertBreaks(ValidationRule.EXTERNAL_LIST_INIT, () -> ben.receive(two));
        MlsMessage removes = external(remove, remove);
        assertBreaks(ValidationRule.EXTERNAL_LIST_REMOVE, () -> ben.receive(removes));
        MlsMessage somebodyElse = external(remove);
        assertBreaks(ValidationRule.COMMIT_SUCCESSOR, () -> ben.receive(somebodyElse));
        MlsMessage extensions = external(value(new Proposal.GroupContextExtensions(ExtensionList.EMPTY)));
        assertBreaks(ValidationRule.EXTERNAL_LIST_TYPES, () -> ben.receive(extensions));
        MlsMessage reference = external(new ProposalOrRef.ByReference(new ProposalRef(ByteString.adopt(new byte[32]))));
        assertBreaks(ValidationRule.EXTERNAL_LIST_BY_VALUE, () -> ben.receive(reference));
        MlsMessage badInit = external(NO_INIT, value(new Proposal.ExternalInit(ByteString.adopt(new byte[5]))));
        assertBreaks(ValidationRule.COMMIT_EXTERNAL_INIT, () -> ben.receive(badInit));
        MlsMessage wrongTag = external();
        assertBreaks(ValidationRule.COMMIT_CONFIRMATION_TAG, () -> ben.receive(wrongTag));
    }
}
