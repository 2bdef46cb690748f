package chat.paloma.core.room.snapshot;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.labels.LabeledHash;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.EncryptedBlob;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationLimits;
import chat.paloma.core.room.operation.Seen;
import java.util.List;
import java.util.function.Function;

/**
 * A room up to a point: which point, and where its operations lie. It says what its author had applied, all of it, of
 * what the lanes had accepted.
 *
 * @param author who made it
 * @param madeAt the author's clock, in milliseconds since 1970
 * @param lanes what of each lane it covers, ascending by region, from 1 to {@link OperationLimits#MAX_SEEN}
 * @param heads the newest operations, which name all others as their past, ascending, at most {@link
 *     SnapshotLimits#MAX_HEADS}
 * @param complete whether it begins with the first operation that its author had; else it leaves out older ones
 * @param operations how many the parts hold
 * @param parts from the oldest operations to the newest
 */
public record Snapshot(
        RoomId room,
        DeviceAddress author,
        long madeAt,
        List<Seen> lanes,
        List<OperationId> heads,
        boolean complete,
        long operations,
        List<Part> parts)
        implements TlsEncodable {
    private static final int FORMAT = 1;

    /**
     * Where a part lies.
     *
     * @param hash of its bytes, 32 bytes
     */
    public record Part(ByteString hash, EncryptedBlob content) implements TlsEncodable {
        public Part {
            if (hash.length() != LabeledHash.LENGTH) {
                throw new IllegalArgumentException("a hash of " + hash.length() + " bytes");
            }
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeBytes(hash.toByteArray()).write(content);
        }

        static Part decode(TlsReader in) throws DecodeException {
            return new Part(ByteString.adopt(in.readBytes(LabeledHash.LENGTH)), EncryptedBlob.decode(in));
        }
    }

    public Snapshot {
        lanes = ascending(lanes, OperationLimits.MAX_SEEN, lane -> lane.region().value());
        heads = ascending(heads, SnapshotLimits.MAX_HEADS, Function.identity());
        parts = List.copyOf(parts);
        if (madeAt < 0 || operations < 0 || lanes.isEmpty() || parts.size() > SnapshotLimits.MAX_PARTS) {
            throw new IllegalArgumentException("not a snapshot");
        }
    }

    private static <T, K extends Comparable<K>> List<T> ascending(List<T> items, int maxCount, Function<T, K> key) {
        List<T> copy = List.copyOf(items);
        for (int i = 1; i < copy.size(); i++) {
            if (key.apply(copy.get(i - 1)).compareTo(key.apply(copy.get(i))) >= 0) {
                throw new IllegalArgumentException("not ascending");
            }
        }
        if (copy.size() > maxCount) {
            throw new IllegalArgumentException(copy.size() + " where at most " + maxCount + " are allowed");
        }
        return copy;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(FORMAT)
                .write(room)
                .write(author)
                .writeUint64(madeAt)
                .writeList(lanes)
                .writeList(heads)
                .writeUint8(complete ? 1 : 0)
                .writeUint64(operations)
                .writeList(parts);
    }

    static Snapshot decode(TlsReader in) throws DecodeException {
        int format = in.readUint16();
        if (format != FORMAT) {
            throw new DecodeException(Reason.INVALID_VALUE, "format " + format);
        }
        return new Snapshot(
                RoomId.decode(in),
                DeviceAddress.decode(in),
                in.readUint64(),
                in.readList(OperationLimits.MAX_SEEN, Seen::decode),
                in.readList(SnapshotLimits.MAX_HEADS, OperationId::decode),
                decodeBoolean(in),
                in.readUint64(),
                in.readList(SnapshotLimits.MAX_PARTS, Part::decode));
    }

    private static boolean decodeBoolean(TlsReader in) throws DecodeException {
        int value = in.readUint8();
        if (value > 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "neither 0 nor 1: " + value);
        }
        return value == 1;
    }
}
