package chat.paloma.core.engine.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.account.Registrar;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.room.Gaps.Gap;
import chat.paloma.core.engine.state.EmptyState;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoleEntry;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that has entered a room, as its record 9, behind another one of its account. */
class UnreadPartsTest {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    private static final RoomId ROOM = new RoomId(ByteString.adopt(new byte[RoomId.LENGTH]));
    private static final Position CAME = new Position(1, 9, new LaneHead(ByteString.adopt(new byte[LaneHead.LENGTH])));
    private static final long NOW = 1_800_000_000_000L;
    private static final long DAY = 86_400_000;

    private final SeededRandom random = new SeededRandom(7);
    private final EngineState state = new EngineState(new EmptyState());
    private DeviceId other;
    private Device device;
    private OwnIdentity alone;
    private Gaps gaps;
    private UnreadParts parts;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    UnreadPartsTest() {}

    @BeforeEach
    void begin() throws CryptoException {
        device = new Device(EngineSettings.of("test"), CRYPTO, random, state, NOW);
        new Registrar(device).begin("https://chat.example", new Handle("ana"));
        alone = device.identity();
        DeviceKeys phone = DeviceKeys.generate(CRYPTO, List.of(device.settings().keyAlgorithm()), random);
        other = phone.device();
        AccountRecord both = alone.listKey().adding(CRYPTO, alone.record(), phone.entry(NOW), random);
        device.profile().setIdentity(alone.withRecord(both));
        gaps = new Gaps(device);
        parts = new UnreadParts(device, gaps);
        parts.entered(ROOM, 0, CAME, roster());
    }

    private Roster roster() {
        RoomPolicy policy = new RoomPolicy(
                new RoomGroupId(ROOM, 0),
                WhoMayAdd.ADMINISTRATORS,
                List.of(new RoleEntry(device.account(), Role.OWNER)),
                List.of());
        DeviceCredential own = device.identity().credential();
        DeviceCredential others = new DeviceCredential(
                new DeviceAddress(device.account(), other), own.listKeyGeneration(), own.certificate());
        return new Roster(
                policy,
                Map.of(
                        device.account(),
                        new Roster.Account(
                                device.account(),
                                Role.OWNER,
                                List.of(
                                        new Roster.Device(new LeafIndex(0), others),
                                        new Roster.Device(new LeafIndex(1), own)))));
    }

    private Optional<Gap> settled(long archivedTo) {
        parts.settle(room -> archivedTo);
        return gaps.first().map(row -> row.value());
    }

    @Test
    void theOtherDeviceIsWaitedForUntilItHasArchivedThePart() {
        assertEquals(Optional.empty(), settled(5));
        assertEquals(0, parts.archivableTo(ROOM));
        assertEquals(Optional.empty(), settled(8));
        assertEquals(Long.MAX_VALUE, parts.archivableTo(ROOM));
    }

    @Test
    void thePartIsAskedForWhenTheOtherDeviceIsGone() {
        device.profile().setIdentity(alone);
        Gap gap = settled(5).orElseThrow();
        assertEquals(5, gap.read().position().sequence());
        assertEquals(CAME, gap.end());
        assertTrue(gap.isOfLost());
        assertEquals(Long.MAX_VALUE, parts.archivableTo(ROOM));
    }

    @Test
    void thePartIsAskedForAfterADay() {
        device = new Device(EngineSettings.of("test"), CRYPTO, random, state, NOW + DAY - 1);
        parts = new UnreadParts(device, gaps);
        assertEquals(Optional.empty(), settled(5));
        device = new Device(EngineSettings.of("test"), CRYPTO, random, state, NOW + DAY);
        parts = new UnreadParts(device, gaps);
        assertTrue(settled(5).isPresent());
    }

    /** What it could not follow it asks for in another way. */
    @Test
    void whoComesBackAsksForWhatItCouldNotFollowByItself() {
        parts.begin(ROOM);
        parts.entered(ROOM, 3, CAME, roster());
        assertEquals(3, parts.archivableTo(ROOM));
        device.profile().setIdentity(alone);
        assertEquals(Optional.empty(), settled(3));
    }
}
