package chat.paloma.core.engine.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.api.Effect;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.device.HttpCalls;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.state.EmptyState;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.identity.RootKey;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node refuses a device that is the second of its account, and shows a list. */
class RevocationTest {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    private static final long NOW = 1_800_000_000_000L;
    private static final Handle HANDLE = new Handle("ana");

    private final SeededRandom random = new SeededRandom(7);
    private final List<Problem> waits = new ArrayList<>();
    private int revoked;
    private RootKey root;
    private ListKey listKey;
    private DeviceKeys laptop;
    private DeviceKeys phone;
    private AccountRecord first;
    private AccountRecord second;
    private Device device;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    RevocationTest() {}

    @BeforeEach
    void begin() throws Exception {
        device = new Device(EngineSettings.of("test"), CRYPTO, random, new EngineState(new EmptyState()), NOW);
        device.profile().setOrigin("https://chat.example");
        root = RootKey.generate(CRYPTO, random);
        listKey = root.newListKey(CRYPTO, 1, random);
        laptop = newDevice();
        phone = newDevice();
        first = listKey.first(CRYPTO, List.of(laptop.entry(NOW)), random);
        second = listKey.adding(CRYPTO, first, phone.entry(NOW), random);
        holding(listKey, second);
    }

    private DeviceKeys newDevice() throws Exception {
        return DeviceKeys.generate(CRYPTO, List.of(device.settings().keyAlgorithm()), random);
    }

    private void holding(ListKey key, AccountRecord record) throws Exception {
        device.profile()
                .setIdentity(new OwnIdentity(
                        HANDLE,
                        key,
                        phone,
                        record,
                        key.certify(
                                CRYPTO,
                                phone.device(),
                                phone.authenticationKey().key(),
                                random)));
    }

    private Effect.Http check() {
        new Revocation(device).check(() -> revoked++, waits::add);
        return asked();
    }

    private Effect.Http asked() {
        return (Effect.Http) device.takeEffects().getLast();
    }

    private void answer(Effect.Http request, int status, TlsEncodable body) {
        device.http().answered(request.id(), new HttpCalls.Answer(status, ByteString.adopt(body.encoded())));
    }

    private void shows(AccountRecord record) {
        answer(check(), 200, new Found(HANDLE, record));
    }

    @Test
    void aListThatLacksItEndsIt() throws Exception {
        shows(listKey.revoking(CRYPTO, second, phone.device(), random));
        assertEquals(1, revoked);
        assertEquals(List.of(), waits);
    }

    @Test
    void anAccountThatIsGoneEndsIt() {
        answer(check(), 404, Failure.of(FailureCode.NOT_FOUND, ""));
        assertEquals(1, revoked);
    }

    /** From before it was linked: another device has the list that names it. */
    @Test
    void anOlderListEndsNothing() {
        shows(first);
        assertEquals(0, revoked);
        assertTrue(waits.getFirst().toString().contains("connect another device"), waits.toString());
        assertTrue(device.takeEffects().isEmpty(), "the list of a device that proved nothing is taken by no node");
    }

    @Test
    void withANewListKeyItBringsTheListItself() throws Exception {
        ListKey rotated = root.newListKey(CRYPTO, 2, random);
        AccountRecord recovered = rotated.next(CRYPTO, first, List.of(phone.entry(NOW)), random);
        holding(rotated, recovered);
        shows(listKey.revoking(CRYPTO, second, phone.device(), random));
        Effect.Http put = asked();
        assertEquals("PUT", put.method());
        assertEquals(ByteString.adopt(recovered.encoded()), put.body());
        device.http().answered(put.id(), new HttpCalls.Answer(204, ByteString.EMPTY));
        assertEquals(0, revoked);
        assertEquals(1, waits.size());
    }

    @Test
    void whatTheNodeCannotProveEndsNothing() {
        shows(new AccountRecord(
                second.certificate(),
                new chat.paloma.core.identity.SignedDeviceList(
                        second.list().content(), first.list().signature())));
        device.http().failed(check().id(), "no route");
        assertEquals(0, revoked);
        assertEquals(2, waits.size());
    }
}
