package chat.paloma.core.engine.archive;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.evidence.EvidenceParts;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.OperationLimits;
import java.util.List;

/**
 * A part of the archive. What the author of an operation deletes later is taken out of it, and so is what is older than
 * its room keeps.
 *
 * @param by the device that archived what is in it, and vouches for what has no evidence
 * @param parts of evidence that are shared by its entries
 * @param rooms with what is archived of each
 */
record Segment(DeviceAddress by, List<ByteString> parts, List<OfRoom> rooms) implements TlsEncodable {
    /** The most operations of a segment. */
    static final int MAX_ENTRIES = 512;
    /** Above this many bytes of operations and evidence a segment takes nothing more. */
    static final int FULL = 4 << 20;

    private static final int FORMAT = 1;
    private static final int MAX_PARTS = 4 * MAX_ENTRIES;

    /** What is archived of a room, in the order of its lane. */
    record OfRoom(RoomId room, List<Entry> entries) implements TlsEncodable {
        OfRoom {
            entries = List.copyOf(entries);
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeList(entries);
        }

        static OfRoom decode(TlsReader in) throws DecodeException {
            return new OfRoom(RoomId.decode(in), in.readList(MAX_ENTRIES, Entry::decode));
        }
    }

    /**
     * An operation.
     *
     * @param effective its effective time
     * @param attestation how the archiving device knows its author
     */
    record Entry(HybridTime effective, Attestation attestation, ByteString operation) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(effective).write(attestation).write(operation);
        }

        static Entry decode(TlsReader in) throws DecodeException {
            return new Entry(
                    HybridTime.decode(in),
                    Attestation.decode(in),
                    ByteString.decode(in, OperationLimits.MAX_OPERATION));
        }
    }

    Segment {
        parts = List.copyOf(parts);
        rooms = List.copyOf(rooms);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(FORMAT).write(by).writeList(parts).writeList(rooms);
    }

    static Segment decode(TlsReader in) throws DecodeException {
        int format = in.readUint16();
        if (format != FORMAT) {
            throw new DecodeException(Reason.INVALID_VALUE, "a segment of format " + format);
        }
        return new Segment(
                DeviceAddress.decode(in),
                in.readList(MAX_PARTS, part -> ByteString.decode(part, EvidenceParts.MAX_PART)),
                in.readList(MAX_ENTRIES, OfRoom::decode));
    }
}
