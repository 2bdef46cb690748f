package chat.paloma.node.protocol;

import static chat.paloma.node.protocol.TestDevice.CRYPTO;
import static chat.paloma.node.protocol.TestDevice.RANDOM;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoleEntry;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.AccountRequests.ListAccounts;
import chat.paloma.core.wire.AccountRequests.LookUp;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import chat.paloma.core.wire.AccountRequests.SetAdministrator;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.BlobRequests.BeginDownload;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.core.wire.BlobRequests.Capability;
import chat.paloma.core.wire.KeyRequests.AnswerInvitation;
import chat.paloma.core.wire.KeyRequests.Claim;
import chat.paloma.core.wire.KeyRequests.Publish;
import chat.paloma.core.wire.KeyRequests.SendInvitation;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.LaneRequests.SendDirect;
import chat.paloma.core.wire.LaneRequests.TrimInbox;
import chat.paloma.core.wire.LaneRequests.Unfollow;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RoomRequests.Commit;
import chat.paloma.core.wire.RoomRequests.GetRoom;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import chat.paloma.core.wire.RoomRequests.OpenRoom;
import chat.paloma.core.wire.RoomRequests.ReadTree;
import chat.paloma.core.wire.RoomRequests.SetRetention;
import chat.paloma.core.wire.SignalRequests.PutReceipt;
import chat.paloma.core.wire.SignalRequests.ReadReceipts;
import chat.paloma.core.wire.SignalRequests.ShowPresence;
import chat.paloma.core.wire.SignalRequests.Signal;
import chat.paloma.core.wire.SignalRequests.WatchPresence;
import chat.paloma.core.wire.VaultRequests.GetVault;
import chat.paloma.core.wire.VaultRequests.PutVault;
import chat.paloma.node.Node;
import chat.paloma.node.TestNodes;
import chat.paloma.node.assembly.Chat;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Everybody who may ask something of a node, each with what they would ask, made so that only their rights decide. */
final class AuthorizationScene implements AutoCloseable {
    /** Limits that the matrix never meets. */
    private static final String[] GENEROUS = {
        "--limits-device-requests-per-minute=1000000",
        "--limits-account-requests-per-minute=1000000",
        "--limits-address-requests-per-minute=1000000"
    };

    private static final byte[] BLOB = "an encrypted blob".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    /** Something to ask, and what its answer changes for who asked. */
    record Deed<A extends TlsEncodable>(Request<A> request, ThrowingConsumer<A> then) {
        static <A extends TlsEncodable> Deed<A> of(Request<A> request) {
            return new Deed<>(request, answer -> {});
        }
    }

    /** A consumer of a test. */
    interface ThrowingConsumer<T> {
        void accept(T value) throws Exception;
    }

    /** Makes a request of a test. */
    interface Maker<A extends TlsEncodable> {
        Deed<A> make(Actor actor) throws Exception;
    }

    /**
     * Somebody.
     *
     * @param connection to ask on, which need not be one with a proof
     */
    record Actor(String name, TestDevice device, TestConnection connection) {}

    private final Node node;
    private final TestDevice administrator;
    private final TestDevice sibling;
    private final TestDevice member;
    private final TestDevice owner;
    private final TestDevice bystander;
    private final TestDevice revoked;
    private final Map<String, Actor> actors = new HashMap<>();
    private final Map<String, Function<Actor, Deed<?>>> deeds = new HashMap<>();
    private final List<TestRoom> room;
    private final List<TestRoom> commits;
    private final List<TestRoom> proposals;

    AuthorizationScene(Path folder) throws Exception {
        node = TestNodes.start(folder, List.of(new Chat(false, false)), GENEROUS);
        administrator =
                new TestAccount("node").registerFirst(node).firstDevice().connect(node);
        member = register("member");
        sibling = member.owner.addDevice(member).connect(node);
        TestDevice manager = register("manager");
        owner = register("owner");
        TestDevice stranger = register("stranger");
        TestDevice removed = register("removed");
        bystander = register("bystander");
        revoked = addSibling();

        room = openRoom(manager, removed);
        commits = openRoom(manager, removed);
        proposals = openRoom(manager, removed);
        for (TestDevice device : List.of(member, sibling)) {
            device.ask(new Publish(List.of(), Optional.of(TestDevice.encode(device.newKeyPackage(true, 86_400)))));
        }
        for (TestDevice device : List.of(administrator, member, manager, owner, stranger, removed)) {
            bystander.ask(new SendInvitation(device.account(), ByteString.EMPTY));
        }
        upload();

        put("sibling", sibling);
        put("stranger", stranger);
        put("removed", removed);
        put("member", member);
        put("manager", manager);
        put("owner", owner);
        put("node", administrator);
        revoke(revoked);
        accounts();
        keyPackages();
        rooms();
        lanes();
        signals();
        vaults();
    }

    Node node() {
        return node;
    }

    TestDevice register(String handle) throws Exception {
        ByteString invite = administrator.ask(new CreateInvite(false, 3600)).token();
        return new TestAccount(handle)
                .register(node, Optional.of(invite))
                .firstDevice()
                .connect(node);
    }

    TestDevice addSibling() throws Exception {
        return member.owner.addDevice(member).connect(node);
    }

    void revoke(TestDevice device) throws Exception {
        member.owner.revoke(member, device);
    }

    private void put(String name, TestDevice device) {
        actors.put(name, new Actor(name, device, device.connection()));
    }

    /** The members' views of a room from which one was removed: the owner's, the member's, the manager's. */
    private List<TestRoom> openRoom(TestDevice manager, TestDevice removed) throws Exception {
        List<TestRoom> views = TestRoom.open(owner, policy -> withManager(policy, manager), member, manager, removed);
        views.getFirst().remove(removed);
        views.get(1).catchUp();
        views.get(2).catchUp();
        return views.subList(0, 3);
    }

    private static RoomPolicy withManager(RoomPolicy policy, TestDevice manager) {
        List<RoleEntry> roles = Stream.concat(
                        policy.roles().stream(), Stream.of(new RoleEntry(manager.account(), Role.ADMINISTRATOR)))
                .sorted(Comparator.comparing(RoleEntry::account))
                .toList();
        return new RoomPolicy(policy.group(), policy.whoMayAdd(), roles, policy.linkKeys());
    }

    private static BlobId blob() {
        return new BlobId(ByteString.adopt(CRYPTO.hash(HashAlgorithm.SHA_256, BLOB)));
    }

    private void upload() throws Exception {
        Capability capability = owner.ask(new BeginUpload(room().id, blob(), BLOB.length));
        TestAccount.http(
                node,
                "PUT",
                "/v1/blobs/" + blob().bytes().toHex(),
                BLOB,
                "Authorization",
                "Bearer " + capability.token(),
                "Upload-Offset",
                "0");
    }

    /** Who asks. Without a proof, each time on a new connection, because the node does not wait for long. */
    Actor actor(String name) throws Exception {
        if (name.equals("anybody")) {
            return new Actor(name, bystander, TestConnection.open(node));
        }
        if (name.equals("revoked")) {
            TestConnection connection = TestConnection.open(node);
            assertThrows(RefusedException.class, () -> revoked.connect(connection));
            return new Actor(name, revoked, connection);
        }
        Actor actor = actors.get(name);
        if (actor == null) {
            throw new AssertionError("nobody is " + name);
        }
        return actor;
    }

    Map<String, Function<Actor, Deed<?>>> deeds() {
        return deeds;
    }

    @Override
    public void close() {
        actors.values().forEach(actor -> actor.connection().close());
        node.stop();
    }

    // The rooms

    /** The owner's view of the room that nobody changes. */
    private TestRoom room() {
        return room.getFirst();
    }

    /** The actor's own view, or for who has none the owner's. */
    private static TestRoom view(List<TestRoom> views, Actor actor) {
        return views.stream()
                .filter(view -> view.device == actor.device())
                .findFirst()
                .orElse(views.getFirst());
    }

    private static void catchUp(List<TestRoom> views) throws Exception {
        for (TestRoom view : views) {
            view.catchUp();
        }
    }

    // What is asked

    private <A extends TlsEncodable> void line(String name, Maker<A> maker) {
        deeds.put(name, actor -> {
            try {
                return maker.make(actor);
            } catch (Exception e) {
                throw new AssertionError("the request of " + actor.name() + " can't be made", e);
            }
        });
    }

    private void ask(String name, Function<Actor, Request<?>> request) {
        deeds.put(name, actor -> Deed.of(request.apply(actor)));
    }

    private void accounts() {
        ask("hello", actor -> TestDevice.hello());
        ask(
                "authenticate",
                actor -> new chat.paloma.core.wire.SessionRequests.Authenticate(
                        actor.device().address(), ByteString.EMPTY));
        ask("look-up", actor -> new LookUp(new Handle("owner")));
        ask("get-account", actor -> new GetAccount(owner.account()));
        line("update-devices", actor -> {
            TestAccount account = actor.device().owner;
            AccountRecord next = account.adding(TestDevice.newKeys());
            return new Deed<>(new UpdateDevices(next), done -> account.signed(next));
        });
        line("update-devices/other", actor -> Deed.of(new UpdateDevices(bystander.owner.adding(TestDevice.newKeys()))));
        line(
                "remove-account/other",
                actor -> Deed.of(new RemoveAccount(
                        actor.name().equals("node") ? register("throwaway").account() : bystander.account())));
        ask("create-invite", actor -> new CreateInvite(false, 60));
        ask("list-accounts", actor -> new ListAccounts(""));
        ask("set-administrator", actor -> new SetAdministrator(bystander.account(), true));
    }

    private void keyPackages() {
        ask(
                "publish-key-packages",
                actor -> new Publish(List.of(TestDevice.encode(actor.device().newKeyPackage())), Optional.empty()));
        ask(
                "publish-key-packages/other",
                actor -> new Publish(List.of(TestDevice.encode(bystander.newKeyPackage())), Optional.empty()));
        ask(
                "claim-key-packages",
                actor -> new Claim(member.account(), CipherSuiteId.of(CipherSuite.DEFAULT), Optional.of(room().id)));
        ask(
                "claim-key-packages/roomless",
                actor -> new Claim(member.account(), CipherSuiteId.of(CipherSuite.DEFAULT), Optional.empty()));
        ask(
                "send-invitation",
                actor -> new SendInvitation(
                        actor.device() == bystander ? owner.account() : bystander.account(), ByteString.EMPTY));
        ask("answer-invitation", actor -> new AnswerInvitation(bystander.account(), true));
        line("answer-invitation/none", actor -> Deed.of(new AnswerInvitation(new TestAccount("unknown").id(), true)));
    }

    private void rooms() {
        line("open-room", actor -> Deed.of(opening(actor, policy -> policy)));
        line("open-room/existing", actor -> Deed.of(opening(actor, policy -> of(policy, room().id, 0))));
        line("open-room/next-generation", this::nextGeneration);
        ask("get-room", actor -> new GetRoom(room().id, Optional.empty()));
        ask("read-tree", actor -> new ReadTree(room().id, room().epoch(), 0, Optional.empty()));
        ask("list-rooms", actor -> new ListRooms(Optional.empty()));
        line("commit", actor -> commit(actor, CommitRequest.of()));
        line(
                "commit/adding",
                actor -> commit(actor, CommitRequest.adding(List.of(TestRoom.keyPackage(bystander))), bystander));
        line("commit/external", this::joining);
        ask("set-retention", actor -> new SetRetention(room().id, 86_400));
    }

    private OpenRoom opening(Actor actor, java.util.function.UnaryOperator<RoomPolicy> policy) throws Exception {
        TestDevice device = actor.device();
        return TestRoom.prepare(device, owner.welcomed().externalSender(), policy, List.of())
                .request();
    }

    private static RoomPolicy of(RoomPolicy policy, RoomId room, long generation) {
        return new RoomPolicy(new RoomGroupId(room, generation), policy.whoMayAdd(), policy.roles(), policy.linkKeys());
    }

    /** The next generation of a room of its own, with the policy that the room has. */
    private Deed<Appended> nextGeneration(Actor actor) throws Exception {
        TestDevice manager = actor("manager").device();
        List<TestRoom> views = TestRoom.open(owner, policy -> withManager(policy, manager), member, manager);
        RoomPolicy policy = RoomPolicy.of(views.getFirst().group().context());
        return Deed.of(opening(actor, fresh -> of(policy, views.getFirst().id, 1)));
    }

    private Deed<Appended> commit(Actor actor, CommitRequest request, TestDevice... added) throws Exception {
        TestRoom view = view(commits, actor);
        Commit commit = numbered(view.commit(request, added), actor);
        if (view.device != actor.device()) {
            view.discard();
            return Deed.of(commit);
        }
        return new Deed<>(commit, appended -> {
            view.confirm(appended);
            if (added.length > 0) {
                view.remove(added);
            }
            catchUp(commits);
        });
    }

    private static Commit numbered(Commit commit, Actor actor) {
        return new Commit(
                commit.room(),
                actor.device().nextMessage(),
                commit.epoch(),
                commit.large(),
                commit.commit(),
                commit.groupInfo(),
                commit.welcomes());
    }

    /** A room of its own, into which the actor comes by itself with what a member gave it. */
    private Deed<Appended> joining(Actor actor) throws Exception {
        TestDevice manager = actor("manager").device();
        List<TestRoom> views = TestRoom.open(owner, policy -> withManager(policy, manager), member, manager);
        TestRoom witness = views.getFirst();
        return Deed.of(TestRoom.joinAs(actor.device(), witness));
    }

    private void lanes() {
        line("append", actor -> Deed.of(numbered(view(room, actor).message("hello"), actor)));
        line("append/proposal", actor -> propose(actor, Optional.empty()));
        line("append/removing-the-owner", actor -> propose(actor, Optional.of(owner)));
        ask("read-range", actor -> new ReadRange(room().lane(), 0, 10, 1000));
        ask("read-range/own-inbox", actor -> new ReadRange(actor.device().inbox(), 0, 10, 1000));
        ask("read-range/other-inbox", actor -> new ReadRange(otherInbox(actor), 0, 10, 1000));
        ask("follow", actor -> follow(room().lane()));
        ask("follow/own-inbox", actor -> follow(actor.device().inbox()));
        ask("follow/other-inbox", actor -> follow(otherInbox(actor)));
        ask("unfollow", actor -> new Unfollow(List.of(room().lane())));
        ask("read-starts", actor -> new ReadStarts(room().lane()));
        ask("read-starts/other-inbox", actor -> new ReadStarts(otherInbox(actor)));
        ask(
                "send-direct",
                actor -> new SendDirect(
                        actor.device() == sibling ? member.keys.device() : sibling.keys.device(),
                        actor.device().nextMessage(),
                        ByteString.EMPTY));
        ask("trim-inbox", actor -> new TrimInbox(0));
    }

    private static Append numbered(Append append, Actor actor) {
        return new Append(
                append.room(), actor.device().nextMessage(), append.kind(), append.epoch(), append.envelope());
    }

    /** Proposes to remove a leaf of somebody, or one's own. Each line has its room, since proposals wait there. */
    private Deed<Appended> propose(Actor actor, Optional<TestDevice> target) throws Exception {
        TestRoom view = view(proposals, actor);
        DeviceAddress leaf = target.orElse(view.device).address();
        Append append = view.proposal(new Proposal.Remove(view.leafOf(leaf)));
        if (!append.kind().equals(RecordKind.PROPOSAL)) {
            throw new AssertionError("not a proposal");
        }
        return Deed.of(numbered(append, actor));
    }

    /** The inbox of the sibling; for the sibling the member's: not even of one's own account. */
    private LaneId otherInbox(Actor actor) {
        return actor.device() == sibling ? member.inbox() : sibling.inbox();
    }

    private static Follow follow(LaneId lane) {
        return new Follow(List.of(new Cursor(lane, new Position(1, 0, LaneHead.NONE))));
    }

    private void vaults() {
        ask("get-vault", actor -> new GetVault());
        line(
                "put-vault",
                actor -> Deed.of(new PutVault(
                        actor.name().equals("anybody") || actor.name().equals("revoked")
                                ? 0
                                : actor.device().ask(new GetVault()).version(),
                        ByteString.utf8("sealed"))));
    }

    private void signals() {
        ask("signal", actor -> new Signal(room().id, ByteString.utf8("typing")));
        ask("show-presence", actor -> new ShowPresence(true));
        ask("watch-presence", actor -> new WatchPresence(List.of(owner.account())));
        ask("put-receipt", actor -> new PutReceipt(room().id, ByteString.utf8("read")));
        ask("read-receipts", actor -> new ReadReceipts(room().id));
        ask(
                "begin-upload",
                actor -> new BeginUpload(room().id, new BlobId(ByteString.adopt(RANDOM.nextBytes(BlobId.LENGTH))), 10));
        ask("begin-download", actor -> new BeginDownload(room().id, blob()));
    }
}
