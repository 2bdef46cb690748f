package chat.paloma.core.room.snapshot;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.identity.DeviceAddress;
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
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationSamples;
import chat.paloma.core.room.operation.Seen;
import chat.paloma.core.room.store.MemoryRoomStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A room that a member has, who makes a snapshot of it for a joiner. */
final class SnapshotScene {
    static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    static final RoomId ROOM = new RoomId(OperationSamples.bytes(0x77, RoomId.LENGTH));
    static final long NOW = 1_800_000_000_000L;
    static final ByteString EVIDENCE = ByteString.utf8("evidence");
    private static final RandomSource RANDOM = new RandomSource() {
        private final Random random = new Random(7);

        @Override
        public byte[] nextBytes(int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }
    };

    final DeviceKeys keys = DeviceKeys.generate(CRYPTO, List.of(DeviceKeyAlgorithm.ED25519), RANDOM);
    final DeviceAddress author = new DeviceAddress(OperationSamples.account(1), keys.device());
    final MemoryRoomStore store = new MemoryRoomStore();
    final Room room = new Room(CRYPTO, ROOM, store, RoomLimits.DEFAULT);
    private long clock = NOW;

    OperationId make(Content content) {
        Operation operation = room.composer(author, 1).next(content, clock, List.of());
        store.write(room.apply(new RoomInput.Accepted(operation, clock++, new Attestation.Verified(EVIDENCE)))
                .writes());
        return operation.id(CRYPTO);
    }

    /** Messages, one of them deleted, a reaction and a topic. */
    void fill(int messages) {
        List<OperationId> made = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            made.add(make(Content.Message.of("message " + i)));
        }
        make(new Content.React(made.get(1), "+1"));
        make(new Content.Delete(made.get(2)));
        make(room.composer(author, 1).topic("plans"));
    }

    static List<Seen> lanes(int head) {
        return List.of(new Seen(
                new RegionId(1), new Position(1, 9, new LaneHead(OperationSamples.bytes(head, LaneHead.LENGTH)))));
    }

    List<SnapshotPart> parts(Optional<chat.paloma.core.room.Order> after) {
        SnapshotWriter writer = new SnapshotWriter(room.view(), after);
        List<SnapshotPart> parts = new ArrayList<>();
        for (Optional<SnapshotPart> part = writer.next(room.view());
                part.isPresent();
                part = writer.next(room.view())) {
            parts.add(part.get());
        }
        return parts;
    }

    Snapshot snapshot(List<SnapshotPart> parts, List<OperationId> heads) {
        return new Snapshot(
                ROOM,
                author,
                NOW,
                lanes(5),
                heads,
                true,
                parts.stream().mapToLong(part -> part.entries().size()).sum(),
                parts.stream()
                        .map(part -> new Snapshot.Part(part.hash(CRYPTO), OperationSamples.blob()))
                        .toList());
    }

    SignedSnapshot sign(Snapshot snapshot) throws CryptoException {
        return SignedSnapshot.sign(CRYPTO, snapshot, keys.authenticationKey(), RANDOM);
    }

    /** The room of somebody who was told these parts in this order. */
    RoomView join(List<SnapshotPart> parts, SnapshotPart.EvidenceCheck check) {
        MemoryRoomStore joined = new MemoryRoomStore();
        Room other = new Room(CRYPTO, ROOM, joined, RoomLimits.DEFAULT);
        for (SnapshotPart part : parts) {
            joined.write(other.apply(part.inputs(author, check)).writes());
        }
        return other.view();
    }
}
