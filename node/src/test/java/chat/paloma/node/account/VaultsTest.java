package chat.paloma.node.account;

import static chat.paloma.node.TestStore.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.VaultRequests.GetVault;
import chat.paloma.core.wire.VaultRequests.PutVault;
import chat.paloma.core.wire.VaultRequests.StoredVault;
import chat.paloma.node.TestPerson;
import chat.paloma.node.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultsTest {
    private static final ByteString ONE = ByteString.utf8("one");
    private static final ByteString TWO = ByteString.utf8("two");

    @TempDir
    private Path folder;

    private TestStore store;
    private Vaults vaults;

    @BeforeEach
    void open() {
        store = new TestStore(folder);
        vaults = new Vaults(store.database);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private StoredVault get(Caller caller) {
        return vaults.get(caller, new GetVault());
    }

    @Test
    void isReplacedByWhoHasSeenTheNewest() throws Exception {
        TestPerson alice = store.person("alice");
        DeviceKeys phone = TestPerson.newDevice();
        store.accounts.updateDevices(alice.caller(), new UpdateDevices(alice.adding(phone)));
        assertEquals(StoredVault.NONE, get(alice.caller()));
        vaults.put(alice.caller(), new PutVault(0, ONE));
        vaults.put(alice.caller(), new PutVault(0, ONE));
        assertEquals(new StoredVault(1, ONE), get(alice.caller(phone)));
        assertRefused(FailureCode.VAULT_CONFLICT, () -> vaults.put(alice.caller(phone), new PutVault(0, TWO)));
        assertRefused(FailureCode.VAULT_CONFLICT, () -> vaults.put(alice.caller(phone), new PutVault(2, TWO)));
        vaults.put(alice.caller(phone), new PutVault(1, TWO));
        assertEquals(new StoredVault(2, TWO), get(alice.caller()));
        assertEquals(StoredVault.NONE, get(store.person("bob").caller()));
    }

    @Test
    void isNotForARevokedDeviceAndEndsWithTheAccount() throws Exception {
        TestPerson alice = store.person("alice");
        DeviceKeys phone = TestPerson.newDevice();
        var with = alice.adding(phone);
        store.accounts.updateDevices(alice.caller(), new UpdateDevices(with));
        alice.follow(with);
        Caller caller = alice.caller(phone);
        store.accounts.updateDevices(alice.caller(), new UpdateDevices(alice.revoking(phone)));
        assertRefused(FailureCode.DEVICE_REVOKED, () -> get(caller));
        assertRefused(FailureCode.DEVICE_REVOKED, () -> vaults.put(caller, new PutVault(0, ONE)));
        vaults.put(alice.caller(), new PutVault(0, ONE));
        store.accounts.removeAccount(alice.caller(), new RemoveAccount(alice.account()));
        long left = store.database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM vault")
                .mapTo(Long.class)
                .one());
        assertEquals(0, left);
    }
}
