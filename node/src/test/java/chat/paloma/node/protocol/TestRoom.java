package chat.paloma.node.protocol;

import static chat.paloma.node.protocol.TestDevice.CRYPTO;
import static chat.paloma.node.protocol.TestDevice.MLS;
import static chat.paloma.node.protocol.TestDevice.RANDOM;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.Padding;
import chat.paloma.core.mls.group.CommitPolicy;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.ExternalJoinRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupCreation;
import chat.paloma.core.mls.group.GroupRules;
import chat.paloma.core.mls.group.GroupSettings;
import chat.paloma.core.mls.group.JoinRequest;
import chat.paloma.core.mls.group.MessageOptions;
import chat.paloma.core.mls.group.PendingCommit;
import chat.paloma.core.mls.group.PreSharedKeys;
import chat.paloma.core.mls.group.Received;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.RoomRequests.Commit;
import chat.paloma.core.wire.RoomRequests.GetRoom;
import chat.paloma.core.wire.RoomRequests.OpenRoom;
import chat.paloma.core.wire.RoomRequests.ReadTree;
import chat.paloma.core.wire.RoomRequests.RoomState;
import chat.paloma.core.wire.RoomRequests.WelcomeFor;
import chat.paloma.core.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A room as one of its devices sees it: the group, and how far its lane was read. */
final class TestRoom {
    /** Test devices believe that every commit is allowed: what is refused, the node refuses. */
    static final GroupSettings LAWLESS = GroupSettings.of(new GroupRules(
            RoomRules.GROUP_RULES.credentials(), RoomRules.GROUP_RULES.identities(), CommitPolicy.ALLOW_ALL));

    final TestDevice device;
    final RoomId id;
    private Group group;
    private long read;
    private final List<String> texts = new ArrayList<>();
    private boolean removed;

    private TestRoom(TestDevice device, RoomId id, Group group, long read) {
        this.device = device;
        this.id = id;
        this.group = group;
        this.read = read;
    }

    static LaneId lane(RoomId room) {
        return new LaneId.Room(room, RegionId.ONLY);
    }

    LaneId lane() {
        return lane(id);
    }

    Group group() {
        return group;
    }

    RoomEpoch epoch() {
        return new RoomEpoch(0, group.context().epoch());
    }

    boolean isRemoved() {
        return removed;
    }

    // Opening

    /** A room that is made and not opened yet, with those who are in it from the beginning. */
    record Prepared(
            OpenRoom request,
            Group group,
            List<TestDevice> others,
            List<KeyPackageBundle> bundles,
            PendingCommit commit) {}

    static Prepared prepare(TestDevice owner, UnaryOperator<RoomPolicy> rules, List<TestDevice> others)
            throws Exception {
        return prepare(owner, owner.welcomed().externalSender(), rules, others);
    }

    static Prepared prepare(
            TestDevice owner, SignaturePublicKey nodeKey, UnaryOperator<RoomPolicy> rules, List<TestDevice> others)
            throws Exception {
        RoomPolicy policy =
                rules.apply(RoomPolicy.of(RoomId.random(RANDOM), owner.account(), WhoMayAdd.ADMINISTRATORS));
        ExternalSender node = new ExternalSender(nodeKey, new Credential.Basic(ByteString.utf8("node")));
        Group alone = Group.create(
                new GroupCreation(
                        MLS,
                        LAWLESS,
                        policy.group().groupId(),
                        owner.newKeyPackage(),
                        owner.leafKey().privateKey(),
                        RoomCapabilities.ofGroup(policy, List.of(node))),
                RANDOM,
                TestDevice.seconds());
        List<KeyPackageBundle> bundles =
                others.stream().map(TestDevice::newKeyPackage).toList();
        Step<PendingCommit> step = alone.commit(
                CommitRequest.adding(bundles.stream()
                                .map(KeyPackageBundle::keyPackage)
                                .toList())
                        .withTreeApart()
                        .withGroupInfo(),
                RANDOM,
                TestDevice.seconds());
        Group group = step.next().confirm().next();
        OpenRoom request = new OpenRoom(
                policy.group().room(),
                owner.nextMessage(),
                groupInfo(step.output()),
                ByteString.adopt(group.tree().encoded()),
                welcomes(step.output(), others));
        return new Prepared(request, group, others, bundles, step.output());
    }

    /** Opens a room; the rooms of its devices, the owner's first. */
    static List<TestRoom> open(TestDevice owner, UnaryOperator<RoomPolicy> rules, TestDevice... others)
            throws Exception {
        Prepared prepared = prepare(owner, rules, List.of(others));
        Appended appended = owner.ask(prepared.request());
        List<TestRoom> rooms = new ArrayList<>();
        rooms.add(new TestRoom(
                owner,
                prepared.request().room(),
                prepared.group(),
                appended.position().sequence()));
        for (int i = 0; i < others.length; i++) {
            rooms.add(rooms.getFirst()
                    .welcomed(others[i], prepared.bundles().get(i), prepared.commit(), appended.position()));
        }
        return rooms;
    }

    static List<TestRoom> open(TestDevice owner, TestDevice... others) throws Exception {
        return open(owner, policy -> policy, others);
    }

    static ByteString groupInfo(PendingCommit pending) {
        return groupInfo(pending.groupInfo().orElseThrow());
    }

    static ByteString groupInfo(GroupInfo groupInfo) {
        return ByteString.adopt(new MlsMessage.OfGroupInfo(groupInfo).encoded());
    }

    static List<WelcomeFor> welcomes(PendingCommit pending, List<TestDevice> added) {
        return pending.welcome()
                .map(welcome -> List.of(new WelcomeFor(
                        added.stream().map(TestDevice::address).toList(), ByteString.adopt(welcome.encoded()))))
                .orElse(List.of());
    }

    /** The room of somebody whom a commit brought in, who reads the tree from the node. */
    TestRoom welcomed(TestDevice other, KeyPackageBundle bundle, PendingCommit commit, Position joinedAt)
            throws Exception {
        MlsMessage.OfWelcome welcome = (MlsMessage.OfWelcome) commit.welcome().orElseThrow();
        RoomEpoch joined =
                new RoomEpoch(0, commit.groupInfo().orElseThrow().context().epoch());
        Group theirs = Group.join(
                JoinRequest.of(MLS, LAWLESS, bundle, other.leafKey().privateKey())
                        .withTree(tree(other, id, joined, Optional.empty())),
                welcome.welcome(),
                TestDevice.seconds());
        return new TestRoom(other, id, theirs, joinedAt.sequence());
    }

    static UnverifiedRatchetTree tree(TestDevice device, RoomId room, RoomEpoch epoch, Optional<ByteString> link)
            throws Exception {
        Decoder<UnverifiedRatchetTree> decoder = in -> UnverifiedRatchetTree.decode(MLS, in);
        return decoder.decodeAll(
                device.ask(new ReadTree(room, epoch, 0, link)).bytes().toByteArray());
    }

    // Messages

    /** A message, encrypted and not sent. */
    Append message(String text) throws MlsException {
        Step<MlsMessage> step =
                group.encrypt(text.getBytes(StandardCharsets.UTF_8), ByteString.EMPTY, Padding.none(), RANDOM);
        group = step.next();
        return append(RecordKind.APPLICATION, step.output());
    }

    Append proposal(Proposal proposal) throws MlsException {
        Step<MlsMessage> step = group.propose(proposal, MessageOptions.PUBLIC, RANDOM);
        group = step.next();
        return append(RecordKind.PROPOSAL, step.output());
    }

    private Append append(RecordKind kind, MlsMessage message) {
        return new Append(id, device.nextMessage(), kind, epoch(), Envelope.of(message));
    }

    Appended send(String text) throws Exception {
        return device.ask(message(text));
    }

    // Commits

    /** A commit that is made and waits for the node's answer. */
    Commit commit(CommitRequest request, TestDevice... added) throws MlsException {
        Step<PendingCommit> step = group.commit(request.withTreeApart().withGroupInfo(), RANDOM, TestDevice.seconds());
        group = step.next();
        return request(step.output(), List.of(added));
    }

    private Commit request(PendingCommit pending, List<TestDevice> added) {
        return new Commit(
                id,
                device.nextMessage(),
                epoch(),
                false,
                ByteString.adopt(pending.commit().encoded()),
                groupInfo(pending),
                welcomes(pending, added));
    }

    /** The commit was accepted at this place. */
    void confirm(Appended appended) throws MlsException {
        group = group.confirm().next();
        read = appended.position().sequence();
    }

    void discard() {
        group = group.discard();
    }

    /** Commits, and goes on in the next epoch. */
    Appended perform(CommitRequest request, TestDevice... added) throws Exception {
        Appended appended = device.ask(commit(request, added));
        confirm(appended);
        return appended;
    }

    /** Adds a device that publishes nothing: its key package comes from its own hand. */
    TestRoom add(TestDevice other) throws Exception {
        KeyPackageBundle bundle = other.newKeyPackage();
        Commit request = commit(CommitRequest.adding(List.of(bundle.keyPackage())), other);
        PendingCommit pending = group.pendingCommit().orElseThrow();
        Appended appended = device.ask(request);
        confirm(appended);
        return welcomed(other, bundle, pending, appended.position());
    }

    void remove(TestDevice... others) throws Exception {
        perform(removing(others));
    }

    CommitRequest removing(TestDevice... others) {
        LeafIndex[] leaves = new LeafIndex[others.length];
        for (int i = 0; i < others.length; i++) {
            leaves[i] = leafOf(others[i].address());
        }
        return CommitRequest.removing(leaves);
    }

    LeafIndex leafOf(DeviceAddress address) {
        return group.tree().members().stream()
                .filter(member -> deviceOf(member).equals(address))
                .map(RatchetTree.Member::index)
                .findFirst()
                .orElseThrow();
    }

    boolean has(DeviceAddress address) {
        return group.tree().members().stream()
                .anyMatch(member -> deviceOf(member).equals(address));
    }

    private static DeviceAddress deviceOf(RatchetTree.Member member) {
        try {
            return DeviceCredential.of(member.leaf().credential()).device();
        } catch (DecodeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Joins without a Welcome: the request, and the room once it is accepted. */
    record Joining(Commit request, Group group) {
        TestRoom accepted(TestDevice device, Appended appended) {
            return new TestRoom(
                    device, request.room(), group, appended.position().sequence());
        }
    }

    static Joining join(
            TestDevice device, RoomId room, Optional<ByteString> link, UnaryOperator<ExternalJoinRequest> rules)
            throws Exception {
        RoomState state = device.ask(new GetRoom(room, link));
        if (!(MlsMessage.parse(state.groupInfo().toByteArray()) instanceof MlsMessage.OfGroupInfo(GroupInfo info))) {
            throw new AssertionError("no GroupInfo");
        }
        return join(device, room, info, tree(device, room, state.epoch(), link), rules);
    }

    /** The commit with which a device would join, or join anew, with what a member knows. */
    static Commit joinAs(TestDevice device, TestRoom witness) throws Exception {
        Decoder<UnverifiedRatchetTree> decoder = in -> UnverifiedRatchetTree.decode(MLS, in);
        GroupInfo info = witness.group.groupInfo(false, true, ExtensionList.EMPTY, RANDOM);
        return join(
                        device,
                        witness.id,
                        info,
                        decoder.decodeAll(witness.group.tree().encoded()),
                        request -> witness.has(device.address())
                                ? request.replacing(witness.leafOf(device.address()))
                                : request)
                .request();
    }

    private static Joining join(
            TestDevice device,
            RoomId room,
            GroupInfo info,
            UnverifiedRatchetTree tree,
            UnaryOperator<ExternalJoinRequest> rules)
            throws Exception {
        ExternalJoinRequest request = ExternalJoinRequest.of(
                        MLS,
                        LAWLESS,
                        device.leafKey(),
                        device.credential.toCredential(),
                        RoomCapabilities.ofLeaf(CipherSuite.DEFAULT))
                .withTree(tree);
        Step<MlsMessage> step = Group.joinExternally(rules.apply(request), info, RANDOM, TestDevice.seconds());
        GroupInfo begun = step.next().groupInfo(false, true, ExtensionList.EMPTY, RANDOM);
        return new Joining(
                new Commit(
                        room,
                        device.nextMessage(),
                        new RoomEpoch(0, info.context().epoch()),
                        false,
                        ByteString.adopt(step.output().encoded()),
                        groupInfo(begun),
                        List.of()),
                step.next());
    }

    // Reading

    /** Takes in what others appended since; what this device appended itself is passed over. */
    List<String> catchUp() throws Exception {
        texts.clear();
        while (!removed) {
            List<LaneRecord> records = device.ask(
                            new ReadRange(lane(), read, WireLimits.MAX_RANGE_RECORDS, WireLimits.MAX_RANGE_BYTES))
                    .records();
            if (records.isEmpty()) {
                break;
            }
            for (LaneRecord record : records) {
                read = record.header().sequence();
                take(record);
            }
        }
        return List.copyOf(texts);
    }

    private void take(LaneRecord record) throws MlsException {
        MlsMessage message =
                MlsMessage.parse(record.envelope().orElseThrow().bytes().toByteArray());
        Step<? extends Received> step;
        try {
            step = group.receive(message, PreSharedKeys.NONE);
        } catch (MlsException e) {
            texts.add("unreadable: " + e.getMessage());
            return;
        }
        group = step.next();
        switch (step.output()) {
            case Received.ApplicationMessage application ->
                texts.add(new String(application.data().toByteArray(), StandardCharsets.UTF_8));
            case Received.Advanced advanced -> removed |= advanced.selfRemoved();
            default -> {}
        }
    }

    static KeyPackage keyPackage(TestDevice device) {
        return device.newKeyPackage().keyPackage();
    }

    static boolean verifies(LaneRecord record) {
        return record.envelope()
                .map(envelope -> envelope.hash(CRYPTO).equals(record.header().envelopeHash()))
                .orElse(true);
    }
}
