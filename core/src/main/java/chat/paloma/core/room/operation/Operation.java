package chat.paloma.core.room.operation;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.labels.LabeledHash;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One act of a device in a room, immutable once it is made, with everything that says where it stands among the others.
 *
 * @param device who made it; a receiver checks that it is the MLS sender
 * @param incarnation of the device, unsigned 32 bits, from 1: a profile that was restored takes a new one
 * @param counter of the device in this incarnation and room, from 1, one more each time
 * @param previousOwn the one with the counter before; absent exactly at 1
 * @param dependencies the newest operations that the device had applied, strictly ascending, without {@code
 *     previousOwn}; with it, everything that it had applied is their past
 * @param time of the device's hybrid clock
 * @param seen ascending by region
 */
public record Operation(
        RoomId room,
        DeviceAddress device,
        long incarnation,
        long counter,
        Optional<OperationId> previousOwn,
        Content content,
        List<OperationId> dependencies,
        HybridTime time,
        List<Seen> seen)
        implements TlsEncodable {
    private static final int FORMAT = 1;
    private static final long MAX_INCARNATION = 0xffff_ffffL;

    public Operation {
        Bounds.require(incarnation > 0 && incarnation <= MAX_INCARNATION, "incarnation " + incarnation);
        Bounds.require(counter > 0, "counter " + counter);
        Bounds.require(previousOwn.isEmpty() == (counter == 1), "the first has none before it, and only the first");
        dependencies = Bounds.ascending("dependencies", dependencies, OperationLimits.MAX_DEPENDENCIES);
        Bounds.require(
                previousOwn.isEmpty() || !dependencies.contains(previousOwn.get()), "names the one before twice");
        seen = Bounds.ascending(
                "lanes", seen, OperationLimits.MAX_SEEN, one -> one.region().value());
    }

    /** The name of this operation. */
    public OperationId id(CryptoProvider crypto) {
        return new OperationId(LabeledHash.of(crypto, "operation", this));
    }

    /** Everything that it names as its past: all that this device had applied is among it or behind it. */
    public List<OperationId> past() {
        List<OperationId> past = new ArrayList<>(dependencies);
        previousOwn.ifPresent(past::add);
        return past;
    }

    public OperationKind kind() {
        return content.kind();
    }

    @Override
    public void encode(TlsWriter out) {
        int start = out.length();
        out.writeUint16(FORMAT)
                .write(room)
                .write(device)
                .writeUint32(incarnation)
                .writeUint64(counter)
                .writeOptional(previousOwn)
                .write(kind())
                .writeVector(payload -> payload.write(content))
                .writeList(dependencies)
                .write(time)
                .writeList(seen);
        if (out.length() - start > OperationLimits.MAX_OPERATION) {
            throw new IllegalArgumentException("an operation of " + (out.length() - start) + " bytes");
        }
    }

    /**
     * Reads an operation, which must fill the whole input.
     *
     * @throws DecodeException when it is malformed, of another format, or beyond a bound: the same for everybody
     */
    public static Operation decode(byte[] input) throws DecodeException {
        if (input.length > OperationLimits.MAX_OPERATION) {
            throw new DecodeException(Reason.TOO_LARGE, "an operation of " + input.length + " bytes");
        }
        TlsReader in = new TlsReader(input);
        try {
            Operation operation = decode(in);
            in.expectEnd();
            return operation;
        } catch (IllegalArgumentException outOfBounds) {
            throw new DecodeException(Reason.INVALID_VALUE, String.valueOf(outOfBounds.getMessage()));
        }
    }

    private static Operation decode(TlsReader in) throws DecodeException {
        int format = in.readUint16();
        if (format != FORMAT) {
            throw new DecodeException(Reason.INVALID_VALUE, "format " + format);
        }
        RoomId room = RoomId.decode(in);
        DeviceAddress device = DeviceAddress.decode(in);
        long incarnation = in.readUint32();
        long counter = in.readUint64();
        Optional<OperationId> previousOwn = in.readOptional(OperationId::decode);
        OperationKind kind = OperationKind.decode(in);
        Content content = ContentDecoder.decode(kind, in.readOpaque(OperationLimits.MAX_PAYLOAD));
        return new Operation(
                room,
                device,
                incarnation,
                counter,
                previousOwn,
                content,
                OperationId.decodeList(in, OperationLimits.MAX_DEPENDENCIES),
                HybridTime.decode(in),
                in.readList(OperationLimits.MAX_SEEN, Seen::decode));
    }
}
