package chat.paloma.core.lane;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * What is chained of a record, and kept when its envelope is deleted.
 *
 * @param sequence in its lane, from 1
 * @param acceptTime when the node took it, in milliseconds since 1970
 * @param epoch the group's epoch in which the envelope was made; 0, as {@code generation}, where there is none
 */
public record RecordHeader(long sequence, long acceptTime, RecordKind kind, RoomEpoch epoch, EnvelopeHash envelopeHash)
        implements TlsEncodable {
    public RecordHeader {
        if (sequence < 1 || acceptTime < 0) {
            throw new IllegalArgumentException("sequence " + sequence + ", time " + acceptTime);
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint64(sequence)
                .writeUint64(acceptTime)
                .write(kind)
                .write(epoch)
                .write(envelopeHash);
    }

    public static RecordHeader decode(TlsReader in) throws DecodeException {
        long sequence = in.readUint64();
        long acceptTime = in.readUint64();
        if (sequence < 1 || acceptTime < 0) {
            throw new DecodeException(Reason.INVALID_VALUE, "sequence " + sequence + ", time " + acceptTime);
        }
        return new RecordHeader(
                sequence, acceptTime, RecordKind.decode(in), RoomEpoch.decode(in), EnvelopeHash.decode(in));
    }
}
