package chat.paloma.core.engine.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.history.SnapshotCheck.Known;
import chat.paloma.core.engine.room.Histories.Offer;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.Room;
import chat.paloma.core.room.RoomInput;
import chat.paloma.core.room.RoomLimits;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationSamples;
import chat.paloma.core.room.operation.Seen;
import chat.paloma.core.room.snapshot.LaneReports;
import chat.paloma.core.room.snapshot.SignedSnapshot;
import chat.paloma.core.room.snapshot.Snapshot;
import chat.paloma.core.room.snapshot.SnapshotException;
import chat.paloma.core.room.snapshot.SnapshotException.Reason;
import chat.paloma.core.room.snapshot.SnapshotPart;
import chat.paloma.core.room.snapshot.SnapshotWriter;
import chat.paloma.core.room.store.MemoryRoomStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A snapshot that is not what it says is refused, with the reason. */
class SnapshotCheckTest {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    private static final RoomId ROOM = new RoomId(OperationSamples.bytes(7, RoomId.LENGTH));
    private static final RandomSource RANDOM = new RandomSource() {
        private final Random random = new Random(3);

        @Override
        public byte[] nextBytes(int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }
    };

    private final DeviceKeys keys = DeviceKeys.generate(CRYPTO, List.of(DeviceKeyAlgorithm.ED25519), RANDOM);
    private final DeviceAddress author = new DeviceAddress(OperationSamples.account(1), keys.device());
    private final DeviceAddress other = new DeviceAddress(OperationSamples.account(2), keys.device());
    private final MemoryRoomStore store = new MemoryRoomStore();
    private final Room room = new Room(CRYPTO, ROOM, store, RoomLimits.DEFAULT);
    private final LaneReports reports = new LaneReports();
    private final SnapshotCheck check = new SnapshotCheck(CRYPTO);
    private OperationId first = OperationSamples.id(1);

    SnapshotCheckTest() {}

    @BeforeEach
    void talk() {
        first = say("one");
        say("two");
        say("three");
    }

    private OperationId say(String text) {
        Operation operation = room.composer(author, 1).next(Content.Message.of(text), 1_000, List.of());
        store.write(room.apply(new RoomInput.Accepted(operation, 1_000, new Attestation.Own()))
                .writes());
        return operation.id(CRYPTO);
    }

    private static Seen lane(int head) {
        return new Seen(RegionId.ONLY, new Position(1, 9, new LaneHead(OperationSamples.bytes(head, LaneHead.LENGTH))));
    }

    private List<SnapshotPart> parts(int leaveOut) {
        SnapshotWriter writer = new SnapshotWriter(room.view(), Optional.empty());
        SnapshotPart all = writer.next(room.view()).orElseThrow();
        return List.of(
                new SnapshotPart(all.entries().subList(leaveOut, all.entries().size())));
    }

    private SignedSnapshot sign(Seen lane, List<SnapshotPart> parts) {
        Snapshot snapshot = new Snapshot(
                ROOM,
                author,
                1_000,
                List.of(lane),
                room.view().heads(10),
                true,
                parts.stream().mapToLong(part -> part.entries().size()).sum(),
                parts.stream()
                        .map(part -> new Snapshot.Part(part.hash(CRYPTO), OperationSamples.blob()))
                        .toList());
        try {
            return SignedSnapshot.sign(CRYPTO, snapshot, keys.authenticationKey(), RANDOM);
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    private Offer offer(SignedSnapshot signed) {
        return new Offer(author, new Content.Snapshot(signed.hash(CRYPTO), OperationSamples.blob()));
    }

    private Known known(int head) {
        reports.add(other, List.of(lane(head)));
        return new Known(true, Optional.of(key()), Optional.of(lane(head)), reports);
    }

    private DeviceKey key() {
        return keys.authenticationKey().key();
    }

    private void check(SignedSnapshot signed, List<SnapshotPart> parts, Known known, List<OperationId> named)
            throws SnapshotException {
        SnapshotCheck.Open open = check.begin(ROOM, offer(signed), signed, known);
        for (int i = 0; i < parts.size(); i++) {
            open.part(i, parts.get(i).encoded());
        }
        open.finish(named);
    }

    private static void assertRefused(Reason reason, Executable attempt) {
        assertEquals(reason, assertThrows(SnapshotException.class, attempt).reason());
    }

    @Test
    void oneThatHoldsIsTaken() throws Exception {
        check(sign(lane(5), parts(0)), parts(0), known(5), List.of(first));
    }

    @Test
    void oneOfAnotherLaneThanThisDeviceWasShownIsRefused() {
        SignedSnapshot signed = sign(lane(6), parts(0));
        assertRefused(Reason.CONTRADICTED, () -> check(signed, parts(0), known(5), List.of()));
        assertRefused(
                Reason.OTHER_LANE,
                () -> check(
                        signed,
                        parts(0),
                        new Known(true, Optional.of(key()), Optional.empty(), new LaneReports()),
                        List.of()));
    }

    @Test
    void oneThatMembersContradictIsRefused() {
        Known known = new Known(true, Optional.of(key()), Optional.of(lane(6)), reports);
        reports.add(other, List.of(lane(5)));
        assertRefused(Reason.CONTRADICTED, () -> check(sign(lane(6), parts(0)), parts(0), known, List.of()));
    }

    @Test
    void oneThatKeepsSomethingBackIsRefused() {
        SignedSnapshot signed = sign(lane(5), parts(1));
        assertRefused(Reason.INCOMPLETE, () -> check(signed, parts(1), known(5), List.of()));
        OperationId unknown = OperationSamples.id(9);
        assertRefused(Reason.WITHHELD, () -> check(sign(lane(5), parts(0)), parts(0), known(5), List.of(unknown)));
        List<SnapshotPart> without =
                List.of(new SnapshotPart(parts(0).getFirst().entries().subList(0, 2)));
        assertRefused(Reason.HEAD_MISSING, () -> check(sign(lane(5), without), without, known(5), List.of()));
    }

    @Test
    void oneThatNoMemberMadeIsRefused() {
        SignedSnapshot signed = sign(lane(5), parts(0));
        Known stranger = new Known(false, Optional.of(key()), Optional.of(lane(5)), reports);
        assertRefused(Reason.NOT_A_MEMBER, () -> check(signed, parts(0), stranger, List.of()));
        Known unlisted = new Known(true, Optional.empty(), Optional.of(lane(5)), reports);
        assertRefused(Reason.SIGNATURE, () -> check(signed, parts(0), unlisted, List.of()));
        Offer byAnother = new Offer(other, offer(signed).snapshot());
        assertRefused(Reason.SIGNATURE, () -> check.begin(ROOM, byAnother, signed, known(5)));
    }

    @Test
    void whatIsLargerThanItSaysOrMayBeIsRefused() {
        List<SnapshotPart> twice = new ArrayList<>(parts(0));
        SignedSnapshot signed = sign(lane(5), parts(0));
        assertRefused(Reason.PART_CHANGED, () -> {
            SnapshotCheck.Open open = check.begin(ROOM, offer(signed), signed, known(5));
            open.part(0, twice.getFirst().encoded());
            open.part(0, twice.getFirst().encoded());
        });
        SnapshotPart part = parts(0).getFirst();
        List<SnapshotPart> many = new ArrayList<>();
        for (int i = 0; i <= SharedHistory.MAX_PARTS; i++) {
            many.add(part);
        }
        assertRefused(Reason.TOO_LARGE, () -> check(sign(lane(5), many), many, known(5), List.of()));
    }

    @Test
    void partsOfAnotherSnapshotAreRefused() {
        SignedSnapshot signed = sign(lane(5), parts(0));
        assertRefused(Reason.PART_CHANGED, () -> check(signed, parts(1), known(5), List.of()));
        ByteString hash = OperationSamples.bytes(1, Content.Snapshot.HASH_LENGTH);
        Offer another = new Offer(author, new Content.Snapshot(hash, OperationSamples.blob()));
        assertRefused(Reason.NOT_ANNOUNCED, () -> check.begin(ROOM, another, signed, known(5)));
    }
}
