package chat.paloma.core.engine.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.account.Contacts.IdentityChangedException;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.state.EmptyState;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.wire.AccountRequests.Found;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContactsTest {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    private static final List<DeviceKeyAlgorithm> KEYS = List.of(DeviceKeyAlgorithm.ED25519);
    private static final Handle BEN = new Handle("ben");

    private final SeededRandom random = new SeededRandom(5);
    private Contacts contacts;
    private AccountKeys ben;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    ContactsTest() {}

    @BeforeEach
    void begin() throws Exception {
        Device device = new Device(EngineSettings.of("test"), CRYPTO, random, new EngineState(new EmptyState()), 1_000);
        new Registrar(device).begin("https://chat.example", new Handle("ana"));
        contacts = new Contacts(device);
        ben = AccountKeys.create(CRYPTO, KEYS, 1, random);
        contacts.takeNamed(BEN, new Found(BEN, ben.record()));
    }

    /** Somebody who lost everything has another account under the same handle, or the node says so. */
    @Test
    void anotherAccountUnderAHandleIsNeverTakenInSilently() throws Exception {
        contacts.change(ben.account(), contact -> contact.whenVerified(true));
        AccountKeys other = AccountKeys.create(CRYPTO, KEYS, 1, random);
        assertThrows(IdentityChangedException.class, () -> contacts.takeNamed(BEN, new Found(BEN, other.record())));
        assertEquals(Optional.of(ben.account()), contacts.find(BEN));
        assertEquals(Optional.of(other.account()), contacts.offered(BEN));
        contacts.acceptOffered(BEN);
        assertEquals(Optional.of(other.account()), contacts.find(BEN));
        assertFalse(contacts.find(other.account()).orElseThrow().verified(), "what was verified was another one");
        assertEquals(other.account(), contacts.takeNamed(BEN, new Found(BEN, other.record())));
    }

    @Test
    void newDevicesLeaveWhatWasVerified() throws Exception {
        contacts.change(ben.account(), contact -> contact.whenVerified(true));
        AccountRecord next = ben.listKey()
                .adding(
                        CRYPTO,
                        ben.record(),
                        DeviceKeys.generate(CRYPTO, KEYS, random).entry(2),
                        random);
        contacts.take(new Found(BEN, next), ben.account());
        assertTrue(contacts.find(ben.account()).orElseThrow().verified());
        // An older list than before is refused, and so is one that was forked off.
        assertThrows(IdentityException.class, () -> contacts.take(new Found(BEN, ben.record()), ben.account()));
        AccountRecord fork = ben.listKey()
                .adding(
                        CRYPTO,
                        ben.record(),
                        DeviceKeys.generate(CRYPTO, KEYS, random).entry(3),
                        random);
        assertThrows(IdentityException.class, () -> contacts.take(new Found(BEN, fork), ben.account()));
        assertEquals(next, contacts.record(ben.account()).orElseThrow());
    }
}
