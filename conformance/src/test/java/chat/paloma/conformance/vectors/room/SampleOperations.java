package chat.paloma.conformance.vectors.room;

import chat.paloma.conformance.SeededRandom;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.Attachment;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.ContentKey;
import chat.paloma.core.room.operation.Dimensions;
import chat.paloma.core.room.operation.EncryptedBlob;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationKind;
import chat.paloma.core.room.operation.Seen;
import chat.paloma.core.wire.BlobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** An operation of every kind with random ids, and what somebody hostile makes of each. */
final class SampleOperations {
    private final SeededRandom random;

    SampleOperations(SeededRandom random) {
        this.random = random;
    }

    private ByteString bytes(int length) {
        return ByteString.adopt(random.nextBytes(length));
    }

    private OperationId id() {
        return new OperationId(bytes(OperationId.LENGTH));
    }

    private AccountId account() {
        return new AccountId(bytes(AccountId.LENGTH));
    }

    private <T extends Comparable<T>> List<T> ascending(int count, Supplier<T> make) {
        TreeSet<T> items = new TreeSet<>();
        while (items.size() < count) {
            items.add(make.get());
        }
        return List.copyOf(items);
    }

    EncryptedBlob blob() {
        SecretBytes key = random.nextSecret(ContentKey.LENGTH);
        return new EncryptedBlob(new BlobId(bytes(BlobId.LENGTH)), 70_000, new ContentKey(key), 1 << 16);
    }

    List<Seen> lanes() {
        return List.of(
                new Seen(new RegionId(1), new Position(1, 70, new LaneHead(bytes(LaneHead.LENGTH)))),
                new Seen(new RegionId(300), new Position(2, 7_000_000_000L, new LaneHead(bytes(LaneHead.LENGTH)))));
    }

    private List<Content> contents() {
        Attachment attachment = new Attachment(
                blob(),
                "image/png",
                "\u732b.png",
                Optional.of(new Dimensions(640, 480)),
                Optional.of(new Attachment.Thumbnail(blob(), new Dimensions(64, 48))));
        return List.of(
                new Content.Edit(id(), "*the*", ascending(2, this::account), ascending(3, this::id)),
                new Content.Delete(id()),
                new Content.React(id(), "\ud83d\udc4d\ud83c\udffd"),
                new Content.Unreact(id(), "\ud83d\udc4d\ud83c\udffd", ascending(2, this::id)),
                new Content.Pin(id()),
                new Content.Unpin(id(), ascending(1, this::id)),
                new Content.Topic("Pl\u00e4ne", ascending(1, this::id)),
                new Content.Name("general", List.of()),
                new Content.Vote(id(), List.of(0, 2, 31)),
                new Content.ClosePoll(id()),
                new Content.Setting("read", Optional.of(bytes(9)), ascending(1, this::id)),
                new Content.Setting("read", Optional.empty(), List.of()),
                new Content.Snapshot(bytes(Content.Snapshot.HASH_LENGTH), blob()),
                Content.Message.of("hello"),
                new Content.Message(
                        "", Optional.of(id()), Optional.of(id()), ascending(3, this::account), List.of(attachment)),
                new Content.Poll("lunch?", List.of("yes", "no"), true, Optional.of(id())),
                new Content.Unknown(new OperationKind(0x0123), bytes(40)),
                new Content.Unknown(new OperationKind(0xfffe), ByteString.EMPTY));
    }

    List<Operation> operations() {
        return contents().stream().map(this::operation).toList();
    }

    private Operation operation(Content content) {
        boolean first = random.nextInt(3) == 0;
        return new Operation(
                new RoomId(bytes(RoomId.LENGTH)),
                new DeviceAddress(account(), new DeviceId(bytes(DeviceId.LENGTH))),
                1 + random.nextInt(1_000_000),
                first ? 1 : 2 + random.nextInt(1_000_000),
                first ? Optional.empty() : Optional.of(id()),
                content,
                ascending(random.nextInt(4), this::id),
                new HybridTime((1_800_000_000_000L << 16) + random.nextInt(1 << 30)),
                lanes());
    }

    /** Cut off, longer, of another format, with lists out of order, and with other bytes that make a difference. */
    List<ByteString> refused() {
        List<ByteString> refused = new ArrayList<>();
        for (Operation operation : operations()) {
            byte[] whole = operation.encoded();
            refused.add(ByteString.copyOf(whole).slice(0, random.nextInt(whole.length)));
            refused.add(ByteString.adopt(java.util.Arrays.copyOf(whole, whole.length + 1)));
            byte[] format = whole.clone();
            format[1]++;
            refused.add(ByteString.adopt(format));
            // The counter becomes 1 or another one: absence of the one before does not fit any more.
            byte[] counter = whole.clone();
            java.util.Arrays.fill(counter, 86, 94, (byte) 0);
            counter[93] = (byte) (operation.counter() == 1 ? 2 : 1);
            refused.add(ByteString.adopt(counter));
            // The first region becomes greater than the second.
            byte[] region = whole.clone();
            region[whole.length - 2 * 46] = 0x7f;
            refused.add(ByteString.adopt(region));
        }
        return refused;
    }
}
