package chat.paloma.node.protocol;

import static chat.paloma.node.protocol.TestDevice.MLS;
import static chat.paloma.node.protocol.TestDevice.RANDOM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomLink;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.RoomPass;
import chat.paloma.core.wire.RoomRequests.Commit;
import chat.paloma.core.wire.RoomRequests.WelcomeFor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits over real connections: exactly one for each epoch, and none that breaks a rule. */
class CommitsTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ProtocolNode nodes;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice ada;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice bob;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice eve;

    @BeforeAll
    static void start() throws Exception {
        nodes = new ProtocolNode(folder);
        ada = nodes.register("ada");
        bob = nodes.register("bob");
        eve = nodes.register("eve");
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    private static void assertRefused(FailureCode code, TestDevice device, Commit commit) throws Exception {
        assertEquals(Optional.of(code), device.refusal(commit));
    }

    private static Commit with(Commit commit, ByteString groupInfo, List<WelcomeFor> welcomes) {
        return new Commit(commit.room(), commit.message(), commit.epoch(), false, commit.commit(), groupInfo, welcomes);
    }

    @Test
    void takesOneOfTwoThatRace() throws Exception {
        List<TestRoom> views = TestRoom.open(ada, bob);
        for (int round = 0; round < 10; round++) {
            CommitRace race = CommitRace.run(views.getFirst(), views.getLast());
            race.loser().perform(CommitRequest.of());
            race.winner().catchUp();
            assertEquals(
                    race.winner().group().epochAuthenticator(),
                    race.loser().group().epochAuthenticator());
        }
    }

    @Test
    void refusesWelcomesForOthersThanThoseWhoComeIn() throws Exception {
        TestRoom room = TestRoom.open(ada).getFirst();
        Commit good = room.commit(CommitRequest.adding(List.of(TestRoom.keyPackage(bob))), bob);
        ByteString welcome = good.welcomes().getFirst().welcome();
        List<List<WelcomeFor>> wrong = List.of(
                List.of(),
                List.of(new WelcomeFor(List.of(), welcome)),
                List.of(new WelcomeFor(List.of(eve.address()), welcome)),
                List.of(new WelcomeFor(List.of(bob.address(), eve.address()), welcome)),
                List.of(new WelcomeFor(List.of(bob.address(), bob.address()), welcome)),
                List.of(new WelcomeFor(List.of(bob.address()), good.groupInfo())));
        for (List<WelcomeFor> welcomes : wrong) {
            assertRefused(FailureCode.WELCOME_MISMATCH, ada, with(good, good.groupInfo(), welcomes));
        }
        long before = bob.ask(new ReadRange(bob.inbox(), 0, 1, 0)).end().sequence();
        assertEquals(Optional.empty(), ada.refusal(good));
        List<LaneRecord> inbox =
                bob.ask(new ReadRange(bob.inbox(), before, 100, 1 << 19)).records();
        assertEquals(
                1,
                inbox.stream()
                        .filter(record -> record.header().kind().equals(RecordKind.WELCOME))
                        .count());
    }

    @Test
    void refusesTheGroupInfoOfAnotherEpochOrRoom() throws Exception {
        List<TestRoom> views = TestRoom.open(ada, bob);
        TestRoom room = views.getFirst();
        TestRoom other = TestRoom.open(ada).getFirst();
        ByteString former = room.commit(CommitRequest.of()).groupInfo();
        room.discard();
        room.perform(CommitRequest.of());
        Commit good = room.commit(CommitRequest.of());
        ByteString others = other.commit(CommitRequest.of()).groupInfo();
        for (ByteString wrong : List.of(former, others, good.commit())) {
            assertRefused(FailureCode.GROUP_INFO_MISMATCH, ada, with(good, wrong, List.of()));
        }
        assertEquals(Optional.empty(), ada.refusal(good));
    }

    @Test
    void refusesADeviceThatItsAccountDoesNotList() throws Exception {
        TestRoom room = TestRoom.open(ada).getFirst();
        TestDevice forged = new TestDevice(bob.owner, TestDevice.newKeys());
        assertRefused(
                FailureCode.DEVICE_NOT_CERTIFIED,
                ada,
                room.commit(CommitRequest.adding(List.of(TestRoom.keyPackage(forged))), forged));
        room.discard();
        TestDevice unknown = new TestAccount("unknown").firstDevice();
        assertRefused(
                FailureCode.DEVICE_NOT_CERTIFIED,
                ada,
                room.commit(CommitRequest.adding(List.of(TestRoom.keyPackage(unknown))), unknown));
        room.discard();
        room.perform(CommitRequest.of());
    }

    @Test
    void refusesMessagesOfAnotherRoomOrEpoch() throws Exception {
        List<TestRoom> views = TestRoom.open(ada, bob);
        TestRoom room = views.getFirst();
        TestRoom other = TestRoom.open(ada).getFirst();
        Append theirs = other.message("of another room");
        assertEquals(
                Optional.of(FailureCode.ENVELOPE_INVALID),
                ada.refusal(new Append(room.id, theirs.message(), theirs.kind(), room.epoch(), theirs.envelope())));
        Append former = room.message("of a former epoch");
        room.perform(CommitRequest.of());
        assertEquals(Optional.of(FailureCode.STALE_EPOCH), ada.refusal(former));
        RoomEpoch now = room.epoch();
        assertEquals(
                Optional.of(FailureCode.ENVELOPE_INVALID),
                ada.refusal(new Append(room.id, former.message(), former.kind(), now, former.envelope())));
        assertEquals(
                Optional.of(FailureCode.ENVELOPE_INVALID),
                ada.refusal(new Append(room.id, former.message(), RecordKind.PROPOSAL, now, former.envelope())));
        assertEquals(
                Optional.of(FailureCode.MALFORMED_REQUEST),
                ada.refusal(new Append(room.id, former.message(), RecordKind.COMMIT, now, former.envelope())));
        assertEquals(
                Optional.of(FailureCode.EPOCH_TAKEN),
                ada.refusal(new Commit(
                        room.id,
                        ada.nextMessage(),
                        new RoomEpoch(0, now.epoch() + 1),
                        false,
                        former.envelope().bytes(),
                        ByteString.EMPTY,
                        List.of())),
                "an epoch that there is not yet: catch up, and make it anew");
    }

    @Test
    void refusesWhatAnotherDeviceSigned() throws Exception {
        List<TestRoom> views = TestRoom.open(ada, bob);
        Commit bobs = views.getLast().commit(CommitRequest.of());
        assertRefused(
                FailureCode.COMMIT_REFUSED,
                ada,
                new Commit(
                        bobs.room(),
                        ada.nextMessage(),
                        bobs.epoch(),
                        false,
                        bobs.commit(),
                        bobs.groupInfo(),
                        List.of()));
        assertEquals(Optional.empty(), bob.refusal(bobs));
    }

    @Test
    void letsADeviceOfTheRosterJoinAnew() throws Exception {
        List<TestRoom> views = TestRoom.open(ada, bob);
        TestDevice second = bob.owner.addDevice(bob).connect(nodes.node);
        TestRoom.Joining joining = TestRoom.join(second, views.getFirst().id, Optional.empty(), request -> request);
        TestRoom joined = joining.accepted(second, second.ask(joining.request()));
        views.getFirst().catchUp();
        views.getFirst().send("welcome");
        assertEquals(List.of("welcome"), joined.catchUp());
        // Another device's join, brought by a member.
        TestRoom.Joining theirs = TestRoom.join(
                second,
                views.getFirst().id,
                Optional.empty(),
                request -> request.replacing(joined.leafOf(second.address())));
        Commit stolen = theirs.request();
        assertRefused(FailureCode.COMMIT_REFUSED, ada, stolen);
        assertEquals(Optional.empty(), second.refusal(stolen));
    }

    @Test
    void letsInWhoHasALink() throws Exception {
        SignatureKeyPair link = MLS.generateSignatureKeyPair(RANDOM);
        TestRoom room = TestRoom.open(
                        ada,
                        policy -> new RoomPolicy(
                                policy.group(), policy.whoMayAdd(), policy.roles(), List.of(link.publicKey())))
                .getFirst();
        ByteString pass = new RoomPass(room.id, eve.address())
                .sign(MLS.provider(), MLS.suite().signature(), link.privateKey(), RANDOM);
        ByteString bobsPass = new RoomPass(room.id, bob.address())
                .sign(MLS.provider(), MLS.suite().signature(), link.privateKey(), RANDOM);
        assertEquals(
                Optional.of(FailureCode.NOT_A_MEMBER),
                eve.refusal(new chat.paloma.core.wire.RoomRequests.GetRoom(room.id, Optional.of(bobsPass))),
                "another device's pass");
        ByteString proof = new RoomLink(
                        room.group()
                                .context()
                                .extensions()
                                .find(RoomPolicy.EXTENSION_TYPE, RoomPolicy::decode)
                                .orElseThrow()
                                .group(),
                        room.epoch().epoch(),
                        eve.leafKey().publicKey())
                .authenticatedData(MLS, link.privateKey(), RANDOM);
        TestRoom.Joining without = TestRoom.join(eve, room.id, Optional.of(pass), request -> request);
        assertRefused(FailureCode.COMMIT_REFUSED, eve, without.request());
        TestRoom.Joining joining =
                TestRoom.join(eve, room.id, Optional.of(pass), request -> request.withAuthenticatedData(proof));
        TestRoom hers = joining.accepted(eve, eve.ask(joining.request()));
        room.catchUp();
        hers.send("hello");
        assertEquals(List.of("hello"), room.catchUp());
    }

    @Test
    void proposesTheRemovalOfARevokedDevice() throws Exception {
        List<TestRoom> views = TestRoom.open(ada, bob);
        TestDevice second = bob.owner.addDevice(bob).connect(nodes.node);
        views.getFirst().add(second);
        views.getLast().catchUp();
        ada.ask(new Follow(List.of(new Cursor(views.getFirst().lane(), new Position(1, 0, LaneHead.NONE)))));
        bob.owner.revoke(bob, second);
        assertEquals(FailureCode.DEVICE_REVOKED, second.connection().end());
        assertEquals(
                RecordKind.PROPOSAL,
                ada.event(Event.Delivered.class).record().header().kind());
        views.getFirst().catchUp();
        assertTrue(views.getFirst().has(second.address()));
        Appended removal = views.getFirst().perform(CommitRequest.of());
        assertTrue(removal.position().sequence() > 0);
        assertFalse(views.getFirst().has(second.address()));
        views.getLast().catchUp();
        views.getLast().send("without it");
        assertEquals(List.of("without it"), views.getFirst().catchUp());
    }
}
