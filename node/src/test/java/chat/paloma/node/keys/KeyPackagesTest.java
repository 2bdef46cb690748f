package chat.paloma.node.keys;

import static chat.paloma.node.TestStore.CRYPTO;
import static chat.paloma.node.TestStore.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.tree.Lifetime;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.KeyRequests.AnswerInvitation;
import chat.paloma.core.wire.KeyRequests.Claim;
import chat.paloma.core.wire.KeyRequests.OfDevice;
import chat.paloma.core.wire.KeyRequests.Publish;
import chat.paloma.core.wire.KeyRequests.SendInvitation;
import chat.paloma.node.TestPerson;
import chat.paloma.node.TestStore;
import chat.paloma.node.gateway.SharedCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyPackagesTest {
    private static final CipherSuiteId SUITE = CipherSuiteId.of(CipherSuite.DEFAULT);

    @TempDir
    private Path folder;

    private TestStore store;
    private KeyPackages keys;
    private Invitations invitations;
    private TestPerson alice;
    private TestPerson bob;

    @BeforeEach
    void open() {
        store = new TestStore(folder);
        keys = new KeyPackages(
                store.database,
                CRYPTO,
                store.directory,
                store.rooms,
                Set.of(TestPerson.SUITE),
                SharedCounts.NONE,
                store.clock);
        invitations = new Invitations(store.database, store.inboxes, store.clock);
        alice = store.person("alice");
        bob = store.person("bob");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<ByteString> good(TestPerson person, int count) throws CryptoException {
        List<ByteString> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(TestPerson.message(person.bundle(person.keys.deviceKeys(), false)));
        }
        return out;
    }

    private void publish(TestPerson person, List<ByteString> packages) {
        keys.publish(person.caller(), new Publish(packages, Optional.empty()));
    }

    private void befriend(TestPerson claimer, TestPerson target) {
        invitations.sendInvitation(claimer.caller(), new SendInvitation(target.account(), ByteString.utf8("hello")));
        invitations.answerInvitation(target.caller(), new AnswerInvitation(claimer.account(), true));
    }

    private List<OfDevice> claim(TestPerson claimer, TestPerson target) {
        return keys.claim(claimer.caller(), new Claim(target.account(), SUITE, Optional.empty()))
                .keyPackages();
    }

    @Test
    void handsOutEachOnceAndThenTheLastResort() throws Exception {
        befriend(bob, alice);
        List<ByteString> two = good(alice, 2);
        ByteString last = TestPerson.message(alice.bundle(alice.keys.deviceKeys(), true));
        assertEquals(
                2,
                keys.publish(alice.caller(), new Publish(two, Optional.of(last)))
                        .left());
        List<Integer> low = new ArrayList<>();
        keys.onLowStock((device, left) -> low.add(left));
        List<ByteString> got = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            got.add(claim(bob, alice).getFirst().keyPackage());
        }
        assertEquals(List.of(two.get(0), two.get(1), last, last), got);
        assertEquals(List.of(1, 0, 0, 0), low);
        // What was handed out does not come back into stock.
        publish(alice, two);
        assertEquals(0, keys.stock(alice.caller().key()));
    }

    @Test
    void neverHandsOutOneTwiceAtOnce() throws Exception {
        befriend(bob, alice);
        publish(alice, good(alice, 12));
        List<Callable<List<OfDevice>>> claims = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            claims.add(() -> claim(bob, alice));
        }
        Set<ByteString> handedOut = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(12)) {
            for (Future<List<OfDevice>> each : threads.invokeAll(claims)) {
                assertTrue(handedOut.add(each.get().getFirst().keyPackage()));
            }
        }
        assertEquals(12, handedOut.size());
        assertRefused(FailureCode.NO_KEY_PACKAGE, () -> claim(bob, alice));
    }

    @Test
    void refusesWhatIsNotThisDevicesOrNotGood() throws Exception {
        DeviceKeys own = alice.keys.deviceKeys();
        long now = store.clock.millis() / 1000;
        List<ByteString> wrong = List.of(
                good(bob, 1).getFirst(),
                TestPerson.message(alice.bundle(own, true)),
                TestPerson.message(alice.bundle(own, false, new Lifetime(now - 100, now - 1))),
                TestPerson.message(alice.bundle(own, false, new Lifetime(now + 10, now + 100))),
                TestPerson.message(alice.bundle(own, false, Lifetime.UNLIMITED)),
                ByteString.adopt(alice.bundle(own, false).keyPackage().encoded()),
                ByteString.adopt(new byte[] {1, 2, 3}));
        for (ByteString each : wrong) {
            assertRefused(FailureCode.KEY_PACKAGE_INVALID, () -> publish(alice, List.of(each)));
        }
        byte[] bytes = good(alice, 1).getFirst().toByteArray();
        for (int at = 0; at < bytes.length; at += 97) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            ByteString flipped = ByteString.adopt(changed);
            var refusal = org.junit.jupiter.api.Assertions.assertThrows(
                    chat.paloma.node.store.Refusal.class, () -> publish(alice, List.of(flipped)), "byte " + at);
            assertTrue(
                    refusal.failure().is(FailureCode.KEY_PACKAGE_INVALID)
                            || refusal.failure().is(FailureCode.DEVICE_NOT_CERTIFIED),
                    refusal.getMessage());
        }
        assertRefused(
                FailureCode.KEY_PACKAGE_INVALID,
                () -> keys.publish(
                        alice.caller(),
                        new Publish(List.of(), Optional.of(good(alice, 1).getFirst()))));
        // One that is wrong keeps the others out as well.
        List<ByteString> mixed = new ArrayList<>(good(alice, 1));
        mixed.add(wrong.getFirst());
        assertRefused(FailureCode.KEY_PACKAGE_INVALID, () -> publish(alice, mixed));
        assertEquals(0, keys.stock(alice.caller().key()));
    }

    @Test
    void aNewListKeyAndARevocationEmptyTheStock() throws Exception {
        publish(alice, good(alice, 1));
        List<ByteString> former = good(alice, 1);
        alice.rotate();
        AccountRecord rotated = alice.with(alice.record().list().content().devices());
        store.accounts.updateDevices(alice.caller(), new UpdateDevices(rotated));
        alice.follow(rotated);
        assertEquals(0, keys.stock(alice.caller().key()));
        assertRefused(FailureCode.DEVICE_NOT_CERTIFIED, () -> publish(alice, former));
        publish(alice, good(alice, 1));
        befriend(bob, alice);
        List<ByteString> late = good(alice, 1);
        var caller = alice.caller();
        store.accounts.removeAccount(alice.caller(), new RemoveAccount(alice.account()));
        assertEquals(0, keys.stock(caller.key()));
        assertRefused(FailureCode.DEVICE_REVOKED, () -> keys.publish(caller, new Publish(late, Optional.empty())));
        assertRefused(FailureCode.NO_KEY_PACKAGE, () -> claim(bob, alice));
    }

    @Test
    void onlyWhoMayAddADeviceClaims() throws Exception {
        publish(alice, good(alice, 2));
        TestPerson unknown = TestPerson.create(store);
        RoomId nowhere = RoomId.random(TestStore.RANDOM);
        assertRefused(FailureCode.CLAIM_NOT_PERMITTED, () -> claim(bob, alice));
        assertRefused(FailureCode.CLAIM_NOT_PERMITTED, () -> claim(bob, unknown));
        assertRefused(
                FailureCode.CLAIM_NOT_PERMITTED,
                () -> keys.claim(bob.caller(), new Claim(alice.account(), SUITE, Optional.of(nowhere))));
        invitations.sendInvitation(bob.caller(), new SendInvitation(alice.account(), ByteString.EMPTY));
        assertRefused(FailureCode.CLAIM_NOT_PERMITTED, () -> claim(bob, alice));
        invitations.answerInvitation(alice.caller(), new AnswerInvitation(bob.account(), true));
        assertEquals(1, claim(bob, alice).size());
        assertRefused(FailureCode.CLAIM_NOT_PERMITTED, () -> claim(alice, bob));
        invitations.answerInvitation(alice.caller(), new AnswerInvitation(bob.account(), false));
        assertRefused(FailureCode.CLAIM_NOT_PERMITTED, () -> claim(bob, alice));
        // One's own other devices: there are none.
        assertRefused(FailureCode.NO_KEY_PACKAGE, () -> claim(alice, alice));
        assertEquals(1, keys.stock(alice.caller().key()));
    }

    @Test
    void passesOverWhatHasExpired() throws Exception {
        befriend(bob, alice);
        long now = store.clock.millis() / 1000;
        ByteString brief =
                TestPerson.message(alice.bundle(alice.keys.deviceKeys(), false, new Lifetime(now - 60, now + 60)));
        publish(alice, List.of(brief));
        List<ByteString> longer = good(alice, 1);
        publish(alice, longer);
        store.pass(Duration.ofSeconds(61));
        assertEquals(1, keys.stock(alice.caller().key()));
        assertEquals(longer.getFirst(), claim(bob, alice).getFirst().keyPackage());
    }

    @Test
    void boundsClaims() throws Exception {
        befriend(bob, alice);
        keys.publish(
                alice.caller(),
                new Publish(
                        List.of(),
                        Optional.of(TestPerson.message(alice.bundle(
                                alice.keys.deviceKeys(),
                                true,
                                new Lifetime(store.clock.millis() / 1000 - 1, store.clock.millis() / 1000 + 7200))))));
        for (int i = 0; i < ClaimLimits.OF_ONE_ACCOUNT; i++) {
            claim(bob, alice);
        }
        var refusal = assertRefused(FailureCode.RATE_LIMITED, () -> claim(bob, alice));
        assertEquals(3_600_000, refusal.failure().retryAfter());
        store.pass(Duration.ofHours(1));
        claim(bob, alice);
        ClaimLimits limits = new ClaimLimits(store.clock, SharedCounts.NONE);
        for (int i = 0; i < ClaimLimits.OF_ALL; i++) {
            limits.count(
                    bob.account(),
                    new chat.paloma.core.identity.AccountId(ByteString.adopt(TestStore.RANDOM.nextBytes(32))));
        }
        assertRefused(FailureCode.RATE_LIMITED, () -> limits.count(bob.account(), alice.account()));
    }

    @Test
    void invitationsAreFewAndAnsweredOnce() {
        ByteString text = ByteString.utf8("may I?");
        SendInvitation invitation = new SendInvitation(alice.account(), text);
        invitations.sendInvitation(bob.caller(), invitation);
        invitations.sendInvitation(bob.caller(), invitation);
        assertEquals(List.of(RecordKind.INVITATION), inbox(alice));
        store.pass(Duration.ofDays(1));
        invitations.sendInvitation(bob.caller(), invitation);
        assertEquals(2, inbox(alice).size());
        invitations.answerInvitation(alice.caller(), new AnswerInvitation(bob.account(), false));
        invitations.answerInvitation(alice.caller(), new AnswerInvitation(bob.account(), false));
        assertEquals(List.of(RecordKind.INVITATION_ANSWERED), inbox(bob));
        store.pass(Duration.ofDays(2));
        invitations.sendInvitation(bob.caller(), invitation);
        assertEquals(2, inbox(alice).size());
        store.pass(Duration.ofDays(30));
        invitations.sendInvitation(bob.caller(), invitation);
        assertEquals(3, inbox(alice).size());
        assertRefused(
                FailureCode.NOT_FOUND,
                () -> invitations.answerInvitation(bob.caller(), new AnswerInvitation(alice.account(), true)));
        assertRefused(
                FailureCode.NOT_FOUND,
                () -> invitations.sendInvitation(
                        bob.caller(),
                        new SendInvitation(TestPerson.create(store).account(), text)));
        assertRefused(
                FailureCode.MALFORMED_REQUEST,
                () -> invitations.sendInvitation(bob.caller(), new SendInvitation(bob.account(), text)));
    }

    private List<RecordKind> inbox(TestPerson person) {
        return store.records(new LaneId.Inbox(person.keys.address())).stream()
                .map(record -> record.header().kind())
                .toList();
    }
}
