package chat.paloma.core.engine.linking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.crypto.hpke.Kems;
import chat.paloma.core.engine.account.RecoveryKey;
import chat.paloma.core.engine.api.Effect;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.device.HttpCalls;
import chat.paloma.core.engine.state.EmptyState;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.engine.vault.VaultContent;
import chat.paloma.core.engine.vault.VaultKeys;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new device, and a node that keeps links until a test has it lie. The device of the account is played by hand. */
class LinkingTest {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    private static final List<DeviceKeyAlgorithm> KEYS = List.of(DeviceKeyAlgorithm.ML_DSA_44);
    private static final ServerId SERVER = new ServerId(ByteString.adopt(new byte[32]));

    private final SeededRandom random = new SeededRandom(11);
    private final Map<String, ByteString> node = new HashMap<>();
    private final List<String> shown = new ArrayList<>();
    private final List<Optional<Problem>> ended = new ArrayList<>();
    private AccountKeys ana;
    private AccountRecord record;
    private Device device;
    private NewDevice blank;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    LinkingTest() {}

    @BeforeEach
    void begin() throws Exception {
        ana = AccountKeys.create(CRYPTO, KEYS, 1, random);
        record = ana.record();
        device = new Device(EngineSettings.of("test"), CRYPTO, random, new EngineState(new EmptyState()), 1_000);
        blank = new NewDevice(device);
        blank.begin(
                "https://chat.example",
                shown::add,
                problem -> {
                    throw new AssertionError(problem);
                },
                ended::add);
        perform();
    }

    /** Does what the device asks of the node. */
    private void perform() {
        for (Effect effect : device.takeEffects()) {
            Effect.Http http = (Effect.Http) effect;
            device.http().answered(http.id(), answer(http));
        }
    }

    private HttpCalls.Answer answer(Effect.Http http) {
        if (http.method().equals("PUT")) {
            node.put(http.path(), http.body());
            return new HttpCalls.Answer(204, ByteString.EMPTY);
        }
        if (http.path().startsWith("/v1/accounts/")) {
            return new HttpCalls.Answer(200, ByteString.adopt(new Found(new Handle("ana"), record).encoded()));
        }
        ByteString there = node.get(http.path());
        return there != null
                ? new HttpCalls.Answer(200, there)
                : new HttpCalls.Answer(
                        404,
                        ByteString.adopt(Failure.of(FailureCode.NOT_FOUND, "").encoded()));
    }

    private void pass(long millis) {
        device.beginStep(device.millis() + millis);
        device.timers().run(device.millis());
        perform();
        perform();
    }

    private LinkCode code() {
        return LinkCode.parse(CRYPTO, shown.getFirst()).orElseThrow();
    }

    private String path(String part) {
        return "/v1/links/" + code().name(CRYPTO).toHex() + "/" + part;
    }

    private LinkOffer offer() throws Exception {
        return LinkOffer.open(
                CRYPTO, Objects.requireNonNull(node.get(path("offer"))).toByteArray(), code());
    }

    private LinkBundle bundle() {
        VaultKeys keys = VaultKeys.first(
                1, RecoveryKey.random(random).vaultKeyPair(CRYPTO).publicKey(), random);
        return new LinkBundle(
                SERVER, new Handle("ana"), record.version(), ana.listKey(), keys, Optional.of(VaultContent.EMPTY));
    }

    private void approve() throws Exception {
        LinkOffer offer = offer();
        record = ana.listKey().adding(CRYPTO, record, offer.entry(), random);
        node.put(path("answer"), bundle().seal(CRYPTO, code(), offer.key(), random));
    }

    @Test
    void becomesADeviceOfTheAccountThatTookItsCode() throws Exception {
        pass(5_000);
        assertEquals(List.of(), ended);
        approve();
        pass(5_000);
        assertEquals(List.of(Optional.empty()), ended);
        assertTrue(device.isRegistered());
        assertEquals(ana.account(), device.account());
        assertEquals(SERVER, device.server());
        assertTrue(device.identity().record().find(device.address().device()).isPresent());
    }

    @Test
    void theCodeIsShortAndForgivesHowItIsTyped() {
        assertEquals(4, shown.getFirst().split("-", -1).length);
        assertEquals(31, shown.getFirst().length());
        String typed = shown.getFirst().toUpperCase(Locale.ROOT).replace('-', ' ');
        assertTrue(LinkCode.parse(CRYPTO, "paloma-link:" + typed).orElseThrow().isSame(code()));
        char other = shown.getFirst().charAt(2) == '0' ? '1' : '0';
        assertTrue(LinkCode.parse(
                        CRYPTO,
                        shown.getFirst().substring(0, 2)
                                + other
                                + shown.getFirst().substring(3))
                .isEmpty());
    }

    /** A node that puts a device of its own in the place of the new one. */
    @Test
    void anOfferOfAnotherDeviceIsRefused() throws Exception {
        HpkeKeyPair mallory = Kems.X_WING.generateKeyPair(CRYPTO, random);
        DeviceEntry entry = DeviceKeys.generate(CRYPTO, KEYS, random).entry(5);
        LinkOffer own = offer();
        List<LinkOffer> wrong = List.of(
                LinkOffer.make(CRYPTO, mallory.publicKey(), entry, random).offer(),
                new LinkOffer(mallory.publicKey(), own.entry(), own.sealed()),
                new LinkOffer(own.key(), entry, own.sealed()));
        for (LinkOffer each : wrong) {
            assertThrows(CryptoException.class, () -> LinkOffer.open(CRYPTO, each.encoded(), code()));
        }
    }

    /** Even with the code, nobody can offer something else under it: it is the hash of the offer. */
    @Test
    void anOfferIsRefusedThatIsSealedWithTheCodeButNotItsHash() throws Exception {
        HpkeKeyPair mallory = Kems.X_WING.generateKeyPair(CRYPTO, random);
        DeviceEntry entry = offer().entry();
        byte[] sealed = CRYPTO.seal(
                chat.paloma.core.crypto.AeadAlgorithm.CHACHA20_POLY1305,
                code().derive(CRYPTO, "offer"),
                new byte[12],
                new chat.paloma.core.codec.TlsWriter()
                        .write(mallory.publicKey())
                        .write(entry)
                        .toByteArray(),
                random.nextBytes(32));
        LinkOffer forged = new LinkOffer(mallory.publicKey(), entry, ByteString.adopt(sealed));
        CryptoException refused =
                assertThrows(CryptoException.class, () -> LinkOffer.open(CRYPTO, forged.encoded(), code()));
        assertEquals("the code is of another device", refused.getMessage());
    }

    /** A node, or anybody who found the place, that wants the new device in an account of its own. */
    @Test
    void anAnswerFromSomebodyWithoutTheCodeIsRefused() throws Exception {
        LinkOffer offer = offer();
        record = ana.listKey().adding(CRYPTO, record, offer.entry(), random);
        LinkCode guessed = LinkCode.of(CRYPTO, out -> out.writeUint8(1));
        node.put(path("answer"), bundle().seal(CRYPTO, guessed, offer.key(), random));
        pass(2_000);
        assertEquals(ProblemCode.SERVER_DECEIVES, ended.getFirst().orElseThrow().code());
        assertFalse(device.isRegistered());
    }

    @Test
    void aListWithoutTheDeviceIsRefused() throws Exception {
        AccountRecord without = record;
        approve();
        record = without;
        pass(2_000);
        assertEquals(ProblemCode.SERVER_DECEIVES, ended.getFirst().orElseThrow().code());
        assertFalse(device.isRegistered());
    }

    @Test
    void waitsTenMinutesAndNoLonger() throws Exception {
        for (int i = 0; i < 9; i++) {
            pass(60_000);
        }
        assertEquals(List.of(), ended);
        pass(60_000);
        assertEquals(ProblemCode.WRONG_CODE, ended.getFirst().orElseThrow().code());
        approve();
        pass(60_000);
        assertFalse(device.isRegistered());
    }
}
