package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.framing.Padding;
import chat.paloma.core.room.operation.OperationLimits;
import java.util.List;
import java.util.Optional;

/** What stands in an application message of a room's group (docs/room.md, <i>In a message</i>). */
sealed interface RoomMessage extends TlsEncodable {
    /** The most records that one message asks for. */
    int MAX_ASKED = 64;
    /** The most devices that one message names. */
    int MAX_REFUSED = 8;

    /**
     * An operation of the device that sends it.
     *
     * @param before where it was sent before, when somebody could not read it there
     */
    record OfOperation(ByteString operation, Optional<SentBefore> before) implements RoomMessage {
        OfOperation(ByteString operation) {
            this(operation, Optional.empty());
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint16(1).writeUint8(1).write(operation).writeOptional(before);
        }
    }

    /**
     * Where an operation was sent before.
     *
     * @param sequences of records that carried it and that somebody could not read, at most {@link #MAX_ASKED}, ascending
     * @param acceptTime from which the author's effective time of it follows, in milliseconds since 1970; for those who do
     *     not know these records
     */
    record SentBefore(List<Long> sequences, long acceptTime) implements TlsEncodable {
        public SentBefore {
            sequences = List.copyOf(sequences);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeVector(list -> sequences.forEach(list::writeUint64)).writeUint64(acceptTime);
        }

        static SentBefore decode(TlsReader in) throws DecodeException {
            List<Long> sequences = decodeSequences(in);
            long acceptTime = in.readUint64();
            if (acceptTime < 0) {
                throw new DecodeException(Reason.INVALID_VALUE, "a time of 64 bits");
            }
            return new SentBefore(sequences, acceptTime);
        }
    }

    /**
     * Asks the authors of records of this room's lane to send their operations again.
     *
     * @param sequences of records that the sender can't read, 1 to {@link #MAX_ASKED}, ascending
     */
    record Resend(List<Long> sequences) implements RoomMessage {
        public Resend {
            sequences = List.copyOf(sequences);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint16(1).writeUint8(2).writeVector(list -> sequences.forEach(list::writeUint64));
        }
    }

    /**
     * Asks the room's members for a snapshot of what was written before the sender came.
     *
     * @param refused whose snapshots the sender does not take, at most {@link #MAX_REFUSED}
     */
    record AskHistory(List<DeviceAddress> refused) implements RoomMessage {
        public AskHistory {
            refused = List.copyOf(refused);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint16(1).writeUint8(3).writeList(refused);
        }
    }

    /**
     * Answers who asked for records of the sender: there is nothing to read in these.
     *
     * @param sequences of records that carried no operation, or one that was deleted, 1 to {@link #MAX_ASKED}, ascending
     */
    record Nothing(List<Long> sequences) implements RoomMessage {
        public Nothing {
            sequences = List.copyOf(sequences);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint16(1).writeUint8(4).writeVector(list -> sequences.forEach(list::writeUint64));
        }
    }

    /** A type of message that a newer client sends. */
    record Unknown() implements RoomMessage {
        @Override
        public void encode(TlsWriter out) {
            throw new IllegalStateException("what is not known is not sent");
        }
    }

    static RoomMessage decode(TlsReader in) throws DecodeException {
        int format = in.readUint16();
        if (format != 1) {
            in.readBytes(in.remaining());
            return new Unknown();
        }
        return switch (in.readUint8()) {
            case 1 ->
                new OfOperation(
                        ByteString.decode(in, OperationLimits.MAX_OPERATION), in.readOptional(SentBefore::decode));
            case 2 -> new Resend(decodeSequences(in));
            case 3 -> new AskHistory(in.readList(MAX_REFUSED, DeviceAddress::decode));
            case 4 -> new Nothing(decodeSequences(in));
            default -> {
                in.readBytes(in.remaining());
                yield new Unknown();
            }
        };
    }

    private static List<Long> decodeSequences(TlsReader in) throws DecodeException {
        List<Long> sequences = in.readList(MAX_ASKED, TlsReader::readUint64);
        long last = 0;
        for (long sequence : sequences) {
            if (sequence <= last) {
                throw new DecodeException(Reason.INVALID_VALUE, "sequences that do not ascend");
            }
            last = sequence;
        }
        return sequences;
    }

    /** What stands in front of an operation in a message that carries it. */
    static ByteString prefix(ByteString operation) {
        return new TlsWriter()
                .writeUint16(1)
                .writeUint8(1)
                .writeVarint(operation.length())
                .toByteString();
    }

    /** Powers of two from 256 bytes without the signature, so that an envelope's length tells little. */
    static Padding padding(CipherSuite suite) {
        int signature = 2 + suite.signature().maxSignatureLength();
        return Padding.beyond(
                signature, Padding.toBuckets(256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072));
    }
}
