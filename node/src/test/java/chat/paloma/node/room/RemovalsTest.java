package chat.paloma.node.room;

import static chat.paloma.node.TestStore.CRYPTO;
import static chat.paloma.node.TestStore.RANDOM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoleEntry;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupCreation;
import chat.paloma.core.mls.group.GroupSettings;
import chat.paloma.core.mls.group.PendingCommit;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.RoomRequests.Commit;
import chat.paloma.core.wire.RoomRequests.OpenRoom;
import chat.paloma.core.wire.RoomRequests.WelcomeFor;
import chat.paloma.node.TestPerson;
import chat.paloma.node.TestStore;
import chat.paloma.node.account.ServerIdentity;
import chat.paloma.node.blob.BlobStore;
import chat.paloma.node.blob.Blobs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalsTest {
    @TempDir
    private Path folder;

    private TestStore store;
    private Removals removals;
    private Commits commits;
    private TestPerson alice;
    private TestPerson bob;
    private DeviceKeys phone;
    private final RoomId room = RoomId.random(RANDOM);

    @BeforeEach
    void open() throws Exception {
        store = new TestStore(folder);
        removals = new Removals(
                store.database,
                store.lanes,
                store.rooms,
                ServerIdentity.EXTERNAL_SENDER_ALGORITHM,
                store.identity.externalSender(),
                RANDOM);
        commits = new Commits(
                store.database,
                store.lanes,
                store.inboxes,
                store.rooms,
                store.directory,
                new Blobs(
                        store.database,
                        CRYPTO,
                        store.rooms,
                        new BlobStore(folder.resolve("blobs")),
                        store.identity.capabilitySecret(),
                        1000,
                        1000,
                        store.clock),
                store.clock);
        alice = store.person("alice");
        bob = store.person("bob");
        phone = TestPerson.newDevice();
        bob.follow(bob.adding(phone));
        store.accounts.updateDevices(bob.caller(), new UpdateDevices(bob.record()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** A room of Alice's, with both of Bob's devices. */
    private Group openRoom(boolean nodeMayPropose) throws Exception {
        RoomPolicy policy = new RoomPolicy(
                new RoomGroupId(room, 0),
                WhoMayAdd.MEMBERS,
                List.of(new RoleEntry(alice.account(), Role.OWNER)),
                List.of());
        ExternalSender node = new ExternalSender(
                store.identity.externalSender().publicKey(), new Credential.Basic(ByteString.utf8("node")));
        long now = store.clock.millis() / 1000;
        Group alone = Group.create(
                new GroupCreation(
                        TestPerson.MLS,
                        GroupSettings.of(RoomRules.GROUP_RULES),
                        policy.group().groupId(),
                        alice.bundle(alice.keys.deviceKeys(), false),
                        alice.keys.deviceKeys().authenticationKey().privateKey(),
                        RoomCapabilities.ofGroup(policy, nodeMayPropose ? List.of(node) : List.of())),
                RANDOM,
                now);
        List<KeyPackage> others = List.of(
                bob.bundle(bob.keys.deviceKeys(), false).keyPackage(),
                bob.bundle(phone, false).keyPackage());
        Step<PendingCommit> step = alone.commit(CommitRequest.adding(others), RANDOM, now);
        Group group = step.next().confirm().next();
        WelcomeFor welcome = new WelcomeFor(
                List.of(bob.keys.address(), bob.address(phone)),
                ByteString.adopt(step.output().welcome().orElseThrow().encoded()));
        new Openings(store.database, CRYPTO, store.lanes, store.rooms, commits, Set.of(TestPerson.SUITE), store.clock)
                .open(
                        alice.caller(),
                        new OpenRoom(
                                room,
                                1,
                                groupInfo(group),
                                ByteString.adopt(group.tree().encoded()),
                                List.of(welcome)));
        return group;
    }

    private static ByteString groupInfo(Group group) throws Exception {
        return ByteString.adopt(
                new MlsMessage.OfGroupInfo(group.groupInfo(false, true, ExtensionList.EMPTY, RANDOM)).encoded());
    }

    private void revokePhone() throws Exception {
        bob.follow(bob.revoking(phone));
        store.accounts.updateDevices(bob.caller(), new UpdateDevices(bob.record()));
    }

    private List<RecordKind> lane() {
        return store.records(Messages.lane(room)).stream()
                .map(record -> record.header().kind())
                .toList();
    }

    private RoomGroup stored() {
        return store.database
                .read(handle -> RoomTable.find(handle, CRYPTO, room))
                .orElseThrow();
    }

    @Test
    void proposesThatARevokedDeviceIsRemovedOnce() throws Exception {
        openRoom(true);
        removals.propose(bob.address(phone));
        assertEquals(List.of(RecordKind.ROOM_OPENED), lane());
        store.accounts.onRevoked(removals::propose);
        revokePhone();
        assertEquals(List.of(RecordKind.ROOM_OPENED, RecordKind.PROPOSAL), lane());
        removals.propose(bob.address(phone));
        removals.proposeAll();
        assertEquals(2, lane().size());
        var waiting = stored().group().waitingProposals();
        assertEquals(1, waiting.size());
        assertEquals(new Sender.External(0), waiting.getFirst().sender());
        long leaf = stored().group().members().stream()
                .filter(member -> RoomMessages.device(member.leaf()).equals(bob.address(phone)))
                .findFirst()
                .orElseThrow()
                .index()
                .value();
        assertEquals(new Proposal.Remove(leaf), waiting.getFirst().proposal());
    }

    /** The way of a removal: a member takes the node's proposal in, commits it, and the node follows. */
    @Test
    void aMemberCommitsTheProposalAndTheDeviceIsOut() throws Exception {
        Group group = openRoom(true);
        revokePhone();
        removals.proposeAll();
        ByteString proposal = store.records(Messages.lane(room))
                .getLast()
                .envelope()
                .orElseThrow()
                .bytes();
        Group received = group.receive(MlsMessage.parse(proposal.toByteArray()), id -> Optional.empty())
                .next();
        Step<PendingCommit> step = received.commit(CommitRequest.of(), RANDOM, store.clock.millis() / 1000);
        commit(step);
        assertEquals(Set.of(alice.keys.address(), bob.keys.address()), stored().devices());
        removals.proposeAll();
        assertEquals(List.of(RecordKind.ROOM_OPENED, RecordKind.PROPOSAL, RecordKind.COMMIT), lane());
    }

    /** Alice's second message of the room: a commit. */
    private void commit(Step<PendingCommit> step) throws Exception {
        Group after = step.next().confirm().next();
        commits.commit(
                alice.caller(),
                new Commit(
                        room,
                        2,
                        stored().epoch(),
                        false,
                        ByteString.adopt(step.output().commit().encoded()),
                        groupInfo(after),
                        List.of()));
    }

    @Test
    void whatACommitLeftOutIsProposedAgainAtOnce() throws Exception {
        Group group = openRoom(true);
        commits.onRaced(removals::proposeAgain);
        revokePhone();
        removals.proposeAll();
        // Alice commits something else before she sees the proposal.
        Step<PendingCommit> step = group.commit(CommitRequest.of(), RANDOM, store.clock.millis() / 1000);
        commit(step);
        assertEquals(
                List.of(RecordKind.ROOM_OPENED, RecordKind.PROPOSAL, RecordKind.COMMIT, RecordKind.PROPOSAL), lane());
        assertEquals(1, stored().group().waitingProposals().size());
    }

    @Test
    void aRemovedAccountGoesWithAllItsDevices() throws Exception {
        openRoom(true);
        store.accounts.onRevoked(removals::propose);
        store.accounts.removeAccount(bob.caller(), new RemoveAccount(bob.account()));
        assertEquals(List.of(RecordKind.ROOM_OPENED, RecordKind.PROPOSAL, RecordKind.PROPOSAL), lane());
        assertEquals(2, stored().group().waitingProposals().size());
    }

    @Test
    void aRoomThatDoesNotListTheNodeIsLeftAlone() throws Exception {
        openRoom(false);
        revokePhone();
        removals.proposeAll();
        assertEquals(List.of(RecordKind.ROOM_OPENED), lane());
    }
}
