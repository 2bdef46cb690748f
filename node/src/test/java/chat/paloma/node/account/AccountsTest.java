package chat.paloma.node.account;

import static chat.paloma.node.TestStore.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.SignedDeviceList;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.AccountRequests.ListAccounts;
import chat.paloma.core.wire.AccountRequests.LookUp;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import chat.paloma.core.wire.AccountRequests.SetAdministrator;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.TestPerson;
import chat.paloma.node.TestStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
    @TempDir
    private Path folder;

    private TestStore store;
    private final List<DeviceAddress> cutOff = new ArrayList<>();

    @BeforeEach
    void open() {
        store = new TestStore(folder);
        store.accounts.onRevoked(cutOff::add);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void update(TestPerson person, AccountRecord next) {
        store.accounts.updateDevices(person.caller(), new UpdateDevices(next));
        person.follow(next);
    }

    private List<RecordKind> inbox(DeviceAddress device) {
        return store.records(new LaneId.Inbox(device)).stream()
                .map(record -> record.header().kind())
                .toList();
    }

    @Test
    void devicesAreAddedAndToldOfEachOther() throws Exception {
        TestPerson alice = store.person("alice");
        DeviceKeys phone = TestPerson.newDevice();
        update(alice, alice.adding(phone));
        assertTrue(store.directory.isListed(alice.address(phone)));
        assertEquals(List.of(RecordKind.DEVICES_CHANGED), inbox(alice.keys.address()));
        assertEquals(List.of(RecordKind.DEVICES_CHANGED), inbox(alice.address(phone)));
        store.accounts.updateDevices(alice.caller(), new UpdateDevices(alice.record()));
        assertEquals(1, inbox(alice.keys.address()).size());
        assertTrue(cutOff.isEmpty());
    }

    /** Whoever is told asks at once, and does not ask again. */
    @Test
    void theNewListIsThereWhenItsDevicesAreToldOfIt() throws Exception {
        TestPerson alice = store.person("alice");
        List<Long> found = new ArrayList<>();
        store.bus.listen(told -> store.directory
                .find(alice.account())
                .ifPresent(entry -> found.add(entry.record().version())));
        assertTrue(store.directory.isListed(alice.keys.address()));
        AccountRecord next = alice.adding(TestPerson.newDevice());
        update(alice, next);
        assertEquals(List.of(next.version(), next.version()), found);
    }

    @Test
    void aRevokedDeviceIsCutOff() throws Exception {
        TestPerson alice = store.person("alice");
        DeviceKeys phone = TestPerson.newDevice();
        update(alice, alice.adding(phone));
        var caller = alice.caller(phone);
        update(alice, alice.revoking(phone));
        assertEquals(List.of(alice.address(phone)), cutOff);
        assertFalse(store.directory.isListed(alice.address(phone)));
        assertEquals(1, inbox(alice.address(phone)).size());
        assertEquals(2, inbox(alice.keys.address()).size());
        AccountRecord next = alice.adding(TestPerson.newDevice());
        assertRefused(FailureCode.DEVICE_REVOKED, () -> store.accounts.updateDevices(caller, new UpdateDevices(next)));
        assertRefused(
                FailureCode.DEVICE_REVOKED,
                () -> store.accounts.removeAccount(caller, new RemoveAccount(alice.account())));
    }

    /** Of two lists that follow the same one, the second to come is refused, whichever it is. */
    @Test
    void refusesForksAndWhatIsOlder() throws Exception {
        TestPerson alice = store.person("alice");
        AccountRecord one = alice.adding(TestPerson.newDevice());
        AccountRecord other = alice.adding(TestPerson.newDevice());
        AccountRecord first = alice.record();
        update(alice, one);
        for (AccountRecord wrong : List.of(other, first)) {
            assertRefused(
                    FailureCode.DEVICE_LIST_CONFLICT,
                    () -> store.accounts.updateDevices(alice.caller(), new UpdateDevices(wrong)));
        }
        assertEquals(one, store.directory.find(alice.account()).orElseThrow().record());
    }

    /** It was put back to a backup, and lost lists that devices still have. */
    @Test
    void takesANewerListWithoutThoseThatItLost() throws Exception {
        TestPerson alice = store.person("alice");
        DeviceKeys phone = TestPerson.newDevice();
        DeviceKeys tablet = TestPerson.newDevice();
        alice.follow(alice.adding(phone));
        AccountRecord newest = alice.adding(tablet);
        assertRefused(FailureCode.FORBIDDEN, () -> store.accounts.recover(newest));
        update(alice, newest);
        assertTrue(store.directory.isListed(alice.address(phone)));
        assertTrue(store.directory.isListed(alice.address(tablet)));
        // A new list key is the root key's word, whatever it follows and whoever brings it.
        alice.follow(alice.revoking(phone));
        alice.rotate();
        alice.follow(alice.with(List.of(tablet.entry(1))));
        AccountRecord recovered = alice.with(List.of(TestPerson.newDevice().entry(1)));
        store.accounts.recover(recovered);
        assertEquals(
                recovered, store.directory.find(alice.account()).orElseThrow().record());
        assertFalse(store.directory.isListed(alice.address(tablet)));
    }

    @Test
    void refusesWhatIsNotSignedOrAnothers() throws Exception {
        TestPerson alice = store.person("alice");
        TestPerson bob = store.person("bob");
        AccountRecord next = alice.adding(TestPerson.newDevice());
        AccountRecord forged = new AccountRecord(
                next.certificate(),
                new SignedDeviceList(
                        next.list().content(), alice.record().list().signature()));
        assertRefused(
                FailureCode.IDENTITY_INVALID,
                () -> store.accounts.updateDevices(alice.caller(), new UpdateDevices(forged)));
        assertRefused(FailureCode.FORBIDDEN, () -> store.accounts.updateDevices(bob.caller(), new UpdateDevices(next)));
    }

    @Test
    void onlyTheRootKeyRecoversWithoutADevice() throws Exception {
        TestPerson alice = store.person("alice");
        AccountRecord same = alice.adding(TestPerson.newDevice());
        assertRefused(FailureCode.FORBIDDEN, () -> store.accounts.recover(same));
        assertRefused(
                FailureCode.NOT_FOUND,
                () -> store.accounts.recover(TestPerson.create(store).record()));
        alice.rotate();
        DeviceKeys replacement = TestPerson.newDevice();
        AccountRecord recovered = alice.with(List.of(replacement.entry(1)));
        AccountRecord forged = new AccountRecord(
                recovered.certificate(),
                new SignedDeviceList(recovered.list().content(), same.list().signature()));
        assertRefused(FailureCode.IDENTITY_INVALID, () -> store.accounts.recover(forged));
        store.accounts.recover(recovered);
        store.accounts.recover(recovered);
        assertEquals(List.of(alice.keys.address()), cutOff);
        assertTrue(store.directory.isListed(alice.address(replacement)));
        assertFalse(store.directory.isListed(alice.keys.address()));
    }

    @Test
    void removesAccountsForGood() throws Exception {
        TestPerson admin = store.administrator("admin");
        TestPerson bob = store.person("bob");
        TestPerson carol = store.person("carol");
        assertRefused(
                FailureCode.FORBIDDEN,
                () -> store.accounts.removeAccount(bob.caller(), new RemoveAccount(carol.account())));
        store.accounts.removeAccount(admin.caller(), new RemoveAccount(bob.account()));
        store.accounts.removeAccount(carol.caller(), new RemoveAccount(carol.account()));
        assertEquals(List.of(bob.keys.address(), carol.keys.address()), cutOff);
        assertFalse(store.directory.isListed(bob.keys.address()));
        assertRefused(
                FailureCode.NOT_FOUND, () -> store.accounts.getAccount(admin.caller(), new GetAccount(bob.account())));
        assertRefused(
                FailureCode.NOT_FOUND, () -> store.accounts.lookUp(admin.caller(), new LookUp(new Handle("bob"))));
        bob.rotate();
        AccountRecord back = bob.with(List.of(TestPerson.newDevice().entry(1)));
        assertRefused(FailureCode.NOT_FOUND, () -> store.accounts.recover(back));
        assertRefused(FailureCode.HANDLE_TAKEN, () -> store.person("bob"));
        assertRefused(
                FailureCode.NOT_FOUND,
                () -> store.accounts.removeAccount(admin.caller(), new RemoveAccount(bob.account())));
    }

    @Test
    void somebodyAlwaysAdministers() throws Exception {
        TestPerson admin = store.administrator("admin");
        TestPerson bob = store.person("bob");
        assertRefused(
                FailureCode.LAST_ADMINISTRATOR,
                () -> store.accounts.removeAccount(admin.caller(), new RemoveAccount(admin.account())));
        assertRefused(
                FailureCode.LAST_ADMINISTRATOR,
                () -> store.accounts.setAdministrator(admin.caller(), new SetAdministrator(admin.account(), false)));
        AccountRecord ended = admin.with(List.of());
        assertRefused(
                FailureCode.LAST_ADMINISTRATOR,
                () -> store.accounts.updateDevices(admin.caller(), new UpdateDevices(ended)));
        assertRefused(
                FailureCode.FORBIDDEN,
                () -> store.accounts.setAdministrator(bob.caller(), new SetAdministrator(bob.account(), true)));
        store.accounts.setAdministrator(admin.caller(), new SetAdministrator(bob.account(), true));
        assertTrue(store.directory.isAdministrator(bob.account()));
        store.accounts.setAdministrator(bob.caller(), new SetAdministrator(admin.account(), false));
        assertFalse(store.directory.isAdministrator(admin.account()));
        assertRefused(
                FailureCode.FORBIDDEN,
                () -> store.accounts.setAdministrator(admin.caller(), new SetAdministrator(bob.account(), false)));
        // An account that has ended administers nothing.
        store.accounts.setAdministrator(bob.caller(), new SetAdministrator(admin.account(), true));
        update(admin, ended);
        assertRefused(
                FailureCode.LAST_ADMINISTRATOR,
                () -> store.accounts.setAdministrator(bob.caller(), new SetAdministrator(bob.account(), false)));
    }

    @Test
    void findsAndListsAccounts() {
        TestPerson admin = store.administrator("zoe");
        TestPerson bob = store.person("bob");
        assertEquals(
                bob.record(),
                store.accounts
                        .lookUp(admin.caller(), new LookUp(new Handle("bob")))
                        .account());
        assertEquals(
                new Handle("zoe"),
                store.accounts
                        .getAccount(bob.caller(), new GetAccount(admin.account()))
                        .handle());
        assertRefused(
                FailureCode.NOT_FOUND, () -> store.accounts.lookUp(bob.caller(), new LookUp(new Handle("nobody"))));
        assertRefused(FailureCode.FORBIDDEN, () -> store.accounts.listAccounts(bob.caller(), new ListAccounts("")));
        var all = store.accounts
                .listAccounts(admin.caller(), new ListAccounts(""))
                .accounts();
        assertEquals(
                List.of("bob", "zoe"),
                all.stream().map(each -> each.handle().value()).toList());
        assertTrue(all.getLast().administrator());
        assertEquals(1, all.getFirst().devices());
        assertEquals(
                1,
                store.accounts
                        .listAccounts(admin.caller(), new ListAccounts("bob"))
                        .accounts()
                        .size());
    }

    @Test
    void aListenerThatFailsStopsNobody() throws Exception {
        List<DeviceAddress> told = new ArrayList<>();
        store.accounts.onRevoked(device -> {
            throw new IllegalStateException("on purpose");
        });
        store.accounts.onRevoked(told::add);
        TestPerson bob = store.person("bob");
        store.accounts.removeAccount(bob.caller(), new RemoveAccount(bob.account()));
        assertEquals(List.of(bob.keys.address()), told);
    }
}
