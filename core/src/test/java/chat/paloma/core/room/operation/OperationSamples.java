package chat.paloma.core.room.operation;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operations of every kind, of values that are easy to recognise in hexadecimal: each is one byte, many times. */
public final class OperationSamples {
    private OperationSamples() {}

    public static ByteString bytes(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return ByteString.adopt(bytes);
    }

    public static OperationId id(int value) {
        return new OperationId(bytes(value, OperationId.LENGTH));
    }

    public static AccountId account(int value) {
        return new AccountId(bytes(value, AccountId.LENGTH));
    }

    public static EncryptedBlob blob() {
        return new EncryptedBlob(
                new BlobId(bytes(0xb0, BlobId.LENGTH)),
                1_000_000,
                new ContentKey(SecretBytes.copyOf(bytes(0xc0, ContentKey.LENGTH).toByteArray())),
                1 << 16);
    }

    static Attachment attachment() {
        return new Attachment(
                blob(),
                "image/png",
                "cat.png",
                Optional.of(new Dimensions(640, 480)),
                Optional.of(new Attachment.Thumbnail(blob(), new Dimensions(64, 48))));
    }

    public static Seen seen(int region, long sequence) {
        return new Seen(new RegionId(region), new Position(1, sequence, new LaneHead(bytes(0x5e, LaneHead.LENGTH))));
    }

    /** One of every kind, and one of no kind that there is. */
    public static List<Content> contents() {
        return List.of(
                Content.Message.of("hello"),
                new Content.Message(
                        "*hi*",
                        Optional.of(id(1)),
                        Optional.of(id(2)),
                        List.of(account(1), account(2)),
                        List.of(attachment())),
                new Content.Edit(id(1), "hi", List.of(account(1)), List.of(id(2), id(3))),
                new Content.Delete(id(1)),
                new Content.React(id(1), "\ud83d\udc4d"),
                new Content.Unreact(id(1), "\ud83d\udc4d", List.of(id(2))),
                new Content.Pin(id(1)),
                new Content.Unpin(id(1), List.of(id(2))),
                new Content.Topic("plans", List.of(id(1))),
                new Content.Name("general", List.of()),
                new Content.Poll("lunch?", List.of("yes", "no"), false, Optional.empty()),
                new Content.Poll("which?", List.of("a", "b", "c"), true, Optional.of(id(1))),
                new Content.Vote(id(1), List.of(0, 2)),
                new Content.ClosePoll(id(1)),
                new Content.Setting("read", Optional.of(bytes(7, 5)), List.of(id(1))),
                new Content.Setting("read", Optional.empty(), List.of()),
                new Content.Snapshot(bytes(0x5a, 32), blob()),
                new Content.Unknown(new OperationKind(0x7fff), bytes(9, 3)),
                new Content.Unknown(new OperationKind(0xffff), ByteString.EMPTY));
    }

    public static Operation operation(Content content) {
        return new Operation(
                new RoomId(bytes(0x77, RoomId.LENGTH)),
                new DeviceAddress(account(0xaa), new DeviceId(bytes(0x0d, DeviceId.LENGTH))),
                1,
                2,
                Optional.of(id(0x11)),
                content,
                List.of(id(0x21), id(0x22)),
                HybridTime.ofMillis(1_800_000_000_000L),
                List.of(seen(1, 7), seen(2, 9)));
    }

    static List<OperationId> ids(int count) {
        return IntStream.range(0, count).mapToObj(OperationSamples::id).toList();
    }
}
