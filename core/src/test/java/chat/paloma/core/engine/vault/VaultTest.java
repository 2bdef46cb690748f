package chat.paloma.core.engine.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.account.RecoveryKey;
import chat.paloma.core.engine.account.Registrar;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.engine.link.TestNode;
import chat.paloma.core.engine.link.Timers;
import chat.paloma.core.engine.state.EmptyState;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.room.operation.ContentKey;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.VaultRequests.PutVault;
import chat.paloma.core.wire.VaultRequests.StoredVault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices of one account with a vault at a node that does what the protocol says, until a test has it lie. */
class VaultTest {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();

    private final SeededRandom random = new SeededRandom(7);
    private final RecoveryKey recovery = RecoveryKey.random(random);
    private StoredVault stored = StoredVault.NONE;
    private final List<StoredVault> history = new ArrayList<>();
    private @Nullable OwnIdentity first;
    private OneDevice ana;

    // JUnit fills in the field before each test.
    @SuppressWarnings("NullAway.Init")
    VaultTest() {}

    private RoomId room() {
        return new RoomId(ByteString.adopt(random.nextBytes(RoomId.LENGTH)));
    }

    /** A device whose requests are answered at once. */
    private final class OneDevice extends TestNode {
        private final Device device;
        private final NodeLink link;
        private final Vault vault;
        private final VaultState state;

        OneDevice() {
            device = new Device(EngineSettings.of("test"), CRYPTO, random, new EngineState(new EmptyState()), NOW);
            if (first == null) {
                new Registrar(device).begin("https://chat.example", new Handle("ana"));
                first = device.identity();
            }
            device.profile().setIdentity(first);
            link = new NodeLink(this, new Timers());
            vault = new Vault(device, link);
            state = new VaultState(device.state());
        }

        OneDevice withKeys(VaultKeys keys) {
            state.setKeys(keys);
            return this;
        }

        VaultContent update(UnaryOperator<VaultContent> change) {
            List<VaultContent> done = new ArrayList<>();
            vault.update(change, done::add, problem -> {
                throw new AssertionError(problem);
            });
            return done.getFirst();
        }

        Optional<Problem> load() {
            List<Problem> problems = new ArrayList<>();
            vault.load(content -> {}, problems::add);
            return problems.stream().findFirst();
        }

        boolean wasDeceived() {
            // That the node was restored would explain it, and is waited for.
            device.beginStep(device.millis() + 600_000);
            device.timers().run(device.millis());
            return device.takeEvents().stream()
                    .anyMatch(event ->
                            event instanceof EngineEvent.Notice notice && notice.kind() == NoticeKind.SERVER_DECEIVES);
        }

        @Override
        protected void asked(Frame.Asked request) throws chat.paloma.core.codec.DecodeException {
            link.received(ByteString.adopt(answer(request).encoded()));
        }
    }

    private Frame answer(Frame.Asked asked) throws chat.paloma.core.codec.DecodeException {
        if (asked.type() == 112) {
            return new Frame.Answered(asked.id(), ByteString.adopt(stored.encoded()));
        }
        PutVault put = chat.paloma.core.wire.VaultRequests.PUT_VAULT
                .request()
                .decodeAll(asked.body().toByteArray());
        if (put.expected() != stored.version()) {
            return new Frame.Refused(asked.id(), Failure.of(FailureCode.VAULT_CONFLICT, ""));
        }
        stored = new StoredVault(stored.version() + 1, put.content());
        history.add(stored);
        return new Frame.Answered(asked.id(), ByteString.EMPTY);
    }

    @BeforeEach
    void begin() {
        ana = new OneDevice();
        ana.withKeys(VaultKeys.first(1, recovery.vaultKeyPair(CRYPTO).publicKey(), random));
    }

    private OneDevice sibling() {
        return new OneDevice().withKeys(ana.state.keys().orElseThrow());
    }

    @Test
    void keepsWhatSeveralDevicesWriteAtOnce() {
        RoomId one = room();
        RoomId two = room();
        ana.update(content -> content.withRooms(List.of(one)));
        OneDevice phone = sibling();
        assertEquals(Optional.empty(), phone.load());
        ana.update(content -> content.withSelfRoom(two).withRooms(List.of(two)));
        // The phone has not seen that: its change is refused, and made again.
        VaultContent after = phone.update(content -> content.withRooms(List.of(room())));
        assertEquals(Optional.of(two), after.selfRoom());
        assertEquals(2, after.rooms().size());
        assertEquals(3, after.revision());
        assertEquals(Optional.empty(), ana.load());
        assertEquals(after, ana.vault.known());
        long version = stored.version();
        ana.update(content -> content.withRooms(List.of(one)));
        assertEquals(version, stored.version(), "nothing changed, nothing is written");
    }

    @Test
    void refusesAnOlderVaultAndPutsTheNewerOneBack() {
        ana.update(content -> content.withRooms(List.of(room())));
        VaultContent newest = ana.update(content -> content.withRooms(List.of(room())));
        stored = new StoredVault(2, history.getFirst().content());
        assertFalse(ana.wasDeceived());
        ana.load();
        assertTrue(ana.wasDeceived());
        assertEquals(newest, ana.vault.known());
        ana.update(content -> content.withRooms(List.of(room())));
        assertEquals(3, ana.vault.known().rooms().size());
        stored = StoredVault.NONE;
        ana.load();
        assertTrue(ana.wasDeceived(), "no vault at all");
    }

    @Test
    void refusesWhatNoDeviceOfTheAccountSealed() {
        ana.update(content -> content.withRooms(List.of(room())));
        VaultContent known = ana.vault.known();
        byte[] tampered = stored.content().toByteArray();
        for (int at : new int[] {3, 60, tampered.length - 1}) {
            byte[] copy = tampered.clone();
            copy[at] ^= 1;
            stored = new StoredVault(2, ByteString.adopt(copy));
            assertTrue(ana.load().isPresent(), "byte " + at);
            assertEquals(known, ana.vault.known());
        }
    }

    @Test
    void isOpenedByTheRecoveryKeyAlone() {
        RoomId self = room();
        ArchiveHead head = new ArchiveHead(
                new BlobId(ByteString.adopt(random.nextBytes(32))),
                new ContentKey(SecretBytes.adopt(random.nextBytes(32))));
        VaultContent written = ana.update(content -> content.withSelfRoom(self)
                .withArchive(head, List.of(new ArchivedTo(room(), 5), new ArchivedTo(room(), 6))));
        OneDevice blank = new OneDevice();
        blank.vault.recover(recovery.vaultKeyPair(CRYPTO), () -> {}, problem -> {
            throw new AssertionError(problem);
        });
        assertEquals(written, blank.vault.known());
        assertArrayEquals(
                ana.state.keys().orElseThrow().key().dangerouslyExpose(),
                blank.state.keys().orElseThrow().key().dangerouslyExpose());
        List<Problem> problems = new ArrayList<>();
        new OneDevice()
                .vault.recover(
                        RecoveryKey.random(random).vaultKeyPair(CRYPTO),
                        () -> {
                            throw new AssertionError("opened with another key");
                        },
                        problems::add);
        assertEquals(ProblemCode.SERVER_DECEIVES, problems.getFirst().code());
    }

    @Test
    void aRotatedKeyShutsOutWhoHasTheFormerOne() {
        ana.update(content -> content.withRooms(List.of(room())));
        OneDevice revoked = sibling();
        revoked.load();
        VaultContent before = ana.vault.known();
        ana.withKeys(ana.state.keys().orElseThrow().rotated(2, random));
        ana.load();
        assertEquals(before, ana.vault.known(), "it is still sealed with the former key");
        ana.vault.reseal(() -> {}, problem -> {
            throw new AssertionError(problem);
        });
        assertEquals(before.rooms(), ana.vault.known().rooms());
        assertEquals(Optional.empty(), ana.state.keys().orElseThrow().former().map(VaultKeys.Former::generation));
        assertEquals(ProblemCode.UNREADABLE, revoked.load().orElseThrow().code());
        // What the revoked device sealed is not taken for the account's.
        VaultContent known = ana.vault.known();
        stored = new StoredVault(
                9,
                ByteString.adopt(SealedVault.seal(
                                CRYPTO,
                                ana.device.account(),
                                revoked.state.keys().orElseThrow(),
                                known.withRevision(99),
                                random)
                        .encoded()));
        ana.load();
        assertTrue(ana.wasDeceived());
        assertEquals(known, ana.vault.known());
    }

    /** As devices wrote it before the archive could say what it lacks. */
    @Test
    void theFirstFormatIsReadToo() throws DecodeException {
        VaultContent content = new VaultContent(
                7,
                Optional.of(room()),
                List.of(room()),
                Optional.empty(),
                List.of(new ArchivedTo(room(), 5)),
                List.of());
        byte[] second = content.encoded();
        byte[] first = Arrays.copyOf(second, second.length - 1);
        first[1] = 1;
        Decoder<VaultContent> decoder = VaultContent::decode;
        assertEquals(content, decoder.decodeAll(first));
        assertEquals(content, decoder.decodeAll(second));
    }

    @Test
    void aFullVaultFitsIntoWhatTheNodeTakes() {
        List<RoomId> rooms = new ArrayList<>();
        List<ArchivedTo> archived = new ArrayList<>();
        for (int i = 0; i < VaultContent.MAX_ROOMS + 5; i++) {
            rooms.add(room());
            archived.add(new ArchivedTo(rooms.getLast(), i));
        }
        ArchiveHead head = new ArchiveHead(
                new BlobId(ByteString.adopt(random.nextBytes(32))),
                new ContentKey(SecretBytes.adopt(random.nextBytes(32))));
        List<Lacking> lacking = new ArrayList<>();
        for (int i = 0; i < VaultContent.MAX_LACKING + 5; i++) {
            lacking.add(new Lacking(rooms.getLast(), i));
        }
        ana.update(
                content -> content.withRooms(rooms).withArchive(head, archived).withLacking(lacking));
        assertEquals(Optional.empty(), sibling().load());
        assertEquals(VaultContent.MAX_ROOMS, ana.vault.known().rooms().size());
        assertEquals(VaultContent.MAX_LACKING, ana.vault.known().lacking().size());
    }
}
