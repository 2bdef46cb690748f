package chat.paloma.node.account;

import static chat.paloma.node.TestStore.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.SignedDeviceList;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.core.wire.AccountRequests.CreateReset;
import chat.paloma.core.wire.AccountRequests.Invite;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Registration;
import chat.paloma.node.TestPerson;
import chat.paloma.node.TestStore;
import chat.paloma.node.store.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationsTest {
    @TempDir
    private Path folder;

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Registrations policy(chat.paloma.node.config.Registration policy) {
        return store.registrations(policy);
    }

    private static Registration request(Invite invite, String handle, TestPerson person) {
        return new Registration(Optional.of(invite.token()), new Handle(handle), person.record());
    }

    private TestPerson stranger() {
        return TestPerson.create(store);
    }

    @Test
    void theFirstLinkMakesAnAdministratorUnderEveryPolicy() {
        assertFalse(store.accounts.hasAdministrator());
        TestPerson first = store.administrator("alice");
        assertTrue(store.accounts.hasAdministrator());
        assertTrue(store.directory.isAdministrator(first.account()));
        assertTrue(store.lanes.end(new LaneId.Inbox(first.keys.address())).isPresent());
    }

    @Test
    void anInviteMakesOneAccountAndItsRepeatNothing() {
        TestPerson alice = store.administrator("alice");
        Invite invite = store.invites.createInvite(alice.caller(), new CreateInvite(false, 60));
        assertTrue(invite.link().startsWith("https://chat.example/#join="));
        assertEquals(
                invite.token(),
                ByteString.adopt(Base64.getUrlDecoder()
                        .decode(invite.link().substring(invite.link().indexOf('=') + 1))));
        TestPerson bob = stranger();
        Registrations registrations = policy(chat.paloma.node.config.Registration.INVITE);
        registrations.register(request(invite, "bob", bob));
        registrations.register(request(invite, "bob", bob));
        assertFalse(store.directory.isAdministrator(bob.account()));
        assertRefused(FailureCode.INVITE_INVALID, () -> registrations.register(request(invite, "carol", stranger())));
        assertRefused(FailureCode.INVITE_INVALID, () -> registrations.register(request(invite, "bob2", bob)));
    }

    @Test
    void ofTwoWhoUseAnInviteAtOnceOneGetsIn() throws Exception {
        TestPerson alice = store.administrator("alice");
        Registrations registrations = policy(chat.paloma.node.config.Registration.INVITE);
        Invite invite = store.invites.createInvite(alice.caller(), new CreateInvite(false, 60));
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Registration request = request(invite, "racer" + i, stranger());
            attempts.add(() -> {
                try {
                    registrations.register(request);
                    return true;
                } catch (Refusal e) {
                    assertTrue(e.failure().is(FailureCode.INVITE_INVALID), e.getMessage());
                    return false;
                }
            });
        }
        int in = 0;
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> each : threads.invokeAll(attempts)) {
                in += each.get() ? 1 : 0;
            }
        }
        assertEquals(1, in);
        assertEquals(
                2,
                store.database.<Integer>read(handle -> handle.createQuery("SELECT COUNT(*) FROM account")
                        .mapTo(Integer.class)
                        .one()));
    }

    @Test
    void invitesExpireAndAreVoidWithTheirMaker() {
        TestPerson alice = store.administrator("alice");
        TestPerson bob = store.administrator("bob");
        Registrations registrations = policy(chat.paloma.node.config.Registration.INVITE);
        Invite late = store.invites.createInvite(alice.caller(), new CreateInvite(false, 60));
        store.pass(Duration.ofSeconds(61));
        assertRefused(FailureCode.INVITE_INVALID, () -> registrations.register(request(late, "carol", stranger())));
        Invite ofBob = store.invites.createInvite(bob.caller(), new CreateInvite(true, 60));
        store.accounts.removeAccount(
                alice.caller(), new chat.paloma.core.wire.AccountRequests.RemoveAccount(bob.account()));
        assertRefused(FailureCode.INVITE_INVALID, () -> registrations.register(request(ofBob, "carol", stranger())));
        Invite former = store.invites.newAdministratorInvite();
        Invite newer = store.invites.newAdministratorInvite();
        assertRefused(FailureCode.INVITE_INVALID, () -> registrations.register(request(former, "carol", stranger())));
        registrations.register(request(newer, "carol", stranger()));
    }

    @Test
    void refusesWhatThePolicyForbids() {
        TestPerson alice = store.administrator("alice");
        Invite invite = store.invites.createInvite(alice.caller(), new CreateInvite(false, 60));
        Registration without = new Registration(
                Optional.empty(), new Handle("carol"), stranger().record());
        assertRefused(
                FailureCode.REGISTRATION_CLOSED,
                () -> policy(chat.paloma.node.config.Registration.CLOSED).register(without));
        assertRefused(
                FailureCode.REGISTRATION_CLOSED,
                () -> policy(chat.paloma.node.config.Registration.CLOSED)
                        .register(request(invite, "carol", stranger())));
        assertRefused(
                FailureCode.INVITE_INVALID,
                () -> policy(chat.paloma.node.config.Registration.INVITE).register(without));
        policy(chat.paloma.node.config.Registration.OPEN).register(without);
        Registration wrongToken = new Registration(
                Optional.of(ByteString.adopt(new byte[32])),
                new Handle("dave"),
                stranger().record());
        assertRefused(
                FailureCode.INVITE_INVALID,
                () -> policy(chat.paloma.node.config.Registration.OPEN).register(wrongToken));
    }

    @Test
    void refusesWhatIsTakenOrDoesNotVerify() throws Exception {
        TestPerson alice = store.person("alice");
        Registrations open = policy(chat.paloma.node.config.Registration.OPEN);
        assertRefused(
                FailureCode.HANDLE_TAKEN,
                () -> open.register(new Registration(
                        Optional.empty(), new Handle("alice"), stranger().record())));
        assertRefused(
                FailureCode.ACCOUNT_EXISTS,
                () -> open.register(new Registration(Optional.empty(), new Handle("alice2"), alice.record())));
        TestPerson bob = stranger();
        AccountRecord forged = new AccountRecord(
                bob.record().certificate(),
                new SignedDeviceList(
                        bob.record().list().content(), alice.record().list().signature()));
        assertRefused(
                FailureCode.IDENTITY_INVALID,
                () -> open.register(new Registration(Optional.empty(), new Handle("bob"), forged)));
        bob.follow(bob.adding(TestPerson.newDevice()));
        assertRefused(
                FailureCode.IDENTITY_INVALID,
                () -> open.register(new Registration(Optional.empty(), new Handle("bob"), bob.record())));
    }

    @Test
    void onlyAdministratorsInvite() {
        TestPerson alice = store.administrator("alice");
        TestPerson bob = store.person("bob");
        assertRefused(
                FailureCode.FORBIDDEN, () -> store.invites.createInvite(bob.caller(), new CreateInvite(false, 60)));
        assertRefused(
                FailureCode.MALFORMED_REQUEST,
                () -> store.invites.createInvite(alice.caller(), new CreateInvite(false, 0)));
        assertRefused(
                FailureCode.MALFORMED_REQUEST,
                () -> store.invites.createInvite(alice.caller(), new CreateInvite(false, 31 * 24 * 3600)));
    }

    @Test
    void aResetMovesTheHandleToANewAccountAndEndsTheFormer() {
        TestPerson alice = store.administrator("alice");
        TestPerson lost = store.person("bob");
        List<DeviceAddress> cutOff = new ArrayList<>();
        store.accounts.onRevoked(cutOff::add);
        Registrations closed = policy(chat.paloma.node.config.Registration.CLOSED);
        Invite former = store.invites.createReset(alice.caller(), new CreateReset(lost.account(), 60));
        Invite link = store.invites.createReset(alice.caller(), new CreateReset(lost.account(), 60));
        assertTrue(link.link().startsWith("https://chat.example/#reset=bob/"), link.link());
        TestPerson found = stranger();
        assertRefused(FailureCode.REGISTRATION_CLOSED, () -> closed.register(request(former, "bob", found)));
        assertRefused(FailureCode.INVITE_INVALID, () -> closed.register(request(link, "bob2", found)));
        // Who has the account still has it: this is its own registration again.
        closed.register(request(link, "bob", lost));
        assertEquals(List.of(), cutOff);

        closed.register(request(link, "bob", found));
        closed.register(request(link, "bob", found));
        assertEquals(List.of(lost.keys.address()), cutOff);
        assertEquals(Optional.of(found.account()), store.directory.find(new Handle("bob")));
        assertEquals(Optional.empty(), store.directory.find(lost.account()));
        assertFalse(store.directory.isListed(lost.keys.address()));
        // The former account does not come back, neither by its root key nor by its registration.
        assertRefused(FailureCode.NOT_FOUND, () -> {
            lost.rotate();
            store.accounts.recover(lost.with(List.of(lost.keys.deviceKeys().entry(1))));
        });
        assertRefused(FailureCode.REGISTRATION_CLOSED, () -> closed.register(request(link, "bob", stranger())));
        assertRefused(
                FailureCode.NOT_FOUND,
                () -> store.invites.createReset(alice.caller(), new CreateReset(lost.account(), 60)));
    }

    @Test
    void aResetIsForAdministratorsAndLeavesOne() {
        TestPerson alice = store.administrator("alice");
        TestPerson bob = store.person("bob");
        assertRefused(
                FailureCode.FORBIDDEN,
                () -> store.invites.createReset(bob.caller(), new CreateReset(alice.account(), 60)));
        Invite own = store.invites.createReset(alice.caller(), new CreateReset(alice.account(), 60));
        Registrations open = policy(chat.paloma.node.config.Registration.OPEN);
        TestPerson next = stranger();
        assertRefused(FailureCode.LAST_ADMINISTRATOR, () -> open.register(request(own, "alice", next)));
        store.administrator("carol");
        open.register(request(own, "alice", next));
        assertFalse(store.directory.isAdministrator(next.account()), "rights do not move with the handle");
    }

    /** Whoever steals the files gets nobody's invite. */
    @Test
    void noTokenIsAtRest() throws Exception {
        Invite invite = store.invites.newAdministratorInvite();
        store.close();
        String token = new String(invite.token().toByteArray(), StandardCharsets.ISO_8859_1);
        String text = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(invite.token().toByteArray());
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(token) || content.contains(text), file.toString());
            }
        }
    }

    @Test
    void aServerKeepsItsIdentityAndOpensIncarnations() {
        ServerIdentity again = ServerIdentity.open(store.database, TestStore.CRYPTO, TestStore.RANDOM, store.clock);
        assertEquals(store.identity.server(), again.server());
        assertEquals(
                store.identity.externalSender().publicKey(),
                again.externalSender().publicKey());
        assertEquals(1, again.incarnation());
        assertEquals(
                2,
                ServerIdentity.openNextIncarnation(store.database, TestStore.CRYPTO)
                        .incarnation());
    }
}
