package chat.paloma.node.protocol;

import static chat.paloma.node.protocol.TestDevice.RANDOM;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.core.wire.AccountRequests.CreateReset;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.AccountRequests.ListAccounts;
import chat.paloma.core.wire.AccountRequests.LookUp;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import chat.paloma.core.wire.AccountRequests.SetAdministrator;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.AdministrationRequests.GetStatus;
import chat.paloma.core.wire.AdministrationRequests.ListInvites;
import chat.paloma.core.wire.AdministrationRequests.ListRoomSizes;
import chat.paloma.core.wire.AdministrationRequests.RevokeInvite;
import chat.paloma.core.wire.BlobRequests.BeginDownload;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.core.wire.BlobRequests.DeleteBlob;
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
import chat.paloma.node.protocol.AuthorizationScene.Actor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What everybody of the scene asks, a line of the matrix each, made so that only their rights decide. */
final class AuthorizationDeeds {
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

    private final AuthorizationScene scene;
    private final TestDevice sibling;
    private final TestDevice member;
    private final TestDevice owner;
    private final TestDevice bystander;
    private final Map<String, Function<Actor, Deed<?>>> deeds = new HashMap<>();

    AuthorizationDeeds(AuthorizationScene scene) {
        this.scene = scene;
        sibling = scene.sibling;
        member = scene.member;
        owner = scene.owner;
        bystander = scene.bystander;
        accounts();
        keyPackages();
        rooms();
        lanes();
        signals();
        blobs();
        vaults();
    }

    /** The request that a line of the matrix is about. */
    Deed<?> of(String line, Actor actor) {
        Function<Actor, Deed<?>> deed = deeds.get(line);
        if (deed == null) {
            throw new AssertionError("no request for the line " + line);
        }
        return deed.apply(actor);
    }

    private TestRoom room() {
        return scene.room();
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
                        actor.name().equals("node")
                                ? scene.register("throwaway").account()
                                : bystander.account())));
        ask("create-invite", actor -> new CreateInvite(false, 60));
        ask("list-accounts", actor -> new ListAccounts(""));
        ask("set-administrator", actor -> new SetAdministrator(bystander.account(), true));
        ask("create-reset", actor -> new CreateReset(bystander.account(), 60));
        ask("list-invites", actor -> new ListInvites());
        line("revoke-invite", actor -> Deed.of(new RevokeInvite(scene.openInvite())));
        ask("list-room-sizes", actor -> new ListRoomSizes(Optional.empty()));
        ask("get-status", actor -> new GetStatus());
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
        line(
                "open-room/lost",
                actor -> Deed.of(
                        opening(actor, policy -> of(policy, policy.group().room(), 3))));
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
        TestDevice manager = scene.actor("manager").device();
        List<TestRoom> views =
                TestRoom.open(owner, policy -> AuthorizationScene.withManager(policy, manager), member, manager);
        RoomPolicy policy = RoomPolicy.of(views.getFirst().group().context());
        return Deed.of(opening(actor, fresh -> of(policy, views.getFirst().id, 1)));
    }

    private Deed<Appended> commit(Actor actor, CommitRequest request, TestDevice... added) throws Exception {
        TestRoom view = view(scene.commits, actor);
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
            catchUp(scene.commits);
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
        TestDevice manager = scene.actor("manager").device();
        List<TestRoom> views =
                TestRoom.open(owner, policy -> AuthorizationScene.withManager(policy, manager), member, manager);
        TestRoom witness = views.getFirst();
        return Deed.of(TestRoom.joinAs(actor.device(), witness));
    }

    private void lanes() {
        line("append", actor -> Deed.of(numbered(view(scene.room, actor).message("hello"), actor)));
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
        TestRoom view = view(scene.proposals, actor);
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
    }

    private void blobs() {
        ask("begin-upload", actor -> new BeginUpload(room().id, TestBlobs.id(RANDOM.nextBytes(10)), 10));
        ask("begin-download", actor -> new BeginDownload(room().id, scene.blob));
        line(
                "delete-blob",
                actor -> Deed.of(new DeleteBlob(room().id, scene.upload(actor.device() == member ? owner : member))));
        line(
                "delete-blob/own",
                actor -> Deed.of(new DeleteBlob(
                        room().id,
                        scene.room.stream().anyMatch(view -> view.device == actor.device())
                                ? scene.upload(actor.device())
                                : scene.blob)));
    }
}
