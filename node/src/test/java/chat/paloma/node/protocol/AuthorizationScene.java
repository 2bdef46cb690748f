package chat.paloma.node.protocol;

import static chat.paloma.node.protocol.TestDevice.RANDOM;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoleEntry;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.core.wire.AdministrationRequests.ListInvites;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.KeyRequests.Publish;
import chat.paloma.core.wire.KeyRequests.SendInvitation;
import chat.paloma.node.Node;
import chat.paloma.node.TestNodes;
import chat.paloma.node.assembly.Chat;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everybody who may ask something of a node, and the rooms that they are in or not. */
final class AuthorizationScene implements AutoCloseable {
    /** Limits that the matrix never meets. */
    private static final String[] GENEROUS = {
        "--limits-device-requests-per-minute=1000000",
        "--limits-account-requests-per-minute=1000000",
        "--limits-address-requests-per-minute=1000000"
    };

    /**
     * Somebody.
     *
     * @param connection to ask on, which need not be one with a proof
     */
    record Actor(String name, TestDevice device, TestConnection connection) {}

    private final Node node;
    private final TestDevice administrator;
    final TestDevice sibling;
    final TestDevice member;
    final TestDevice owner;
    final TestDevice bystander;
    private final TestDevice revoked;
    private final Map<String, Actor> actors = new HashMap<>();
    /** A room that nobody changes, and its blob. */
    final List<TestRoom> room;

    final BlobId blob;
    /** A room for commits. */
    final List<TestRoom> commits;
    /** A room for proposals. */
    final List<TestRoom> proposals;

    /** The id of a link that can still be used. */
    ByteString openInvite() throws Exception {
        administrator.ask(new CreateInvite(false, 60));
        return administrator.ask(new ListInvites()).invites().getLast().id();
    }

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
        blob = upload(owner);

        put("sibling", sibling);
        put("stranger", stranger);
        put("removed", removed);
        put("member", member);
        put("manager", manager);
        put("owner", owner);
        put("node", administrator);
        revoke(revoked);
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

    static RoomPolicy withManager(RoomPolicy policy, TestDevice manager) {
        List<RoleEntry> roles = Stream.concat(
                        policy.roles().stream(), Stream.of(new RoleEntry(manager.account(), Role.ADMINISTRATOR)))
                .sorted(Comparator.comparing(RoleEntry::account))
                .toList();
        return new RoomPolicy(policy.group(), policy.whoMayAdd(), roles, policy.linkKeys());
    }

    /** A new blob of the room. */
    BlobId upload(TestDevice by) throws Exception {
        return TestBlobs.upload(node, by, room().id, RANDOM.nextBytes(20));
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

    @Override
    public void close() {
        actors.values().forEach(actor -> actor.connection().close());
        node.stop();
    }

    /** The owner's view of the room that nobody changes. */
    TestRoom room() {
        return room.getFirst();
    }
}
