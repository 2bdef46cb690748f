package chat.paloma.core.lane;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** A point in a lane: behind the record with this sequence, with the head that it has there. */
public record Position(int incarnation, long sequence, LaneHead head) implements TlsEncodable {
    public Position {
        if (incarnation < 1 || sequence < 0) {
            throw new IllegalArgumentException("incarnation " + incarnation + ", sequence " + sequence);
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint32(incarnation).writeUint64(sequence).write(head);
    }

    public static Position decode(TlsReader in) throws DecodeException {
        long incarnation = in.readUint32();
        long sequence = in.readUint64();
        if (incarnation < 1 || incarnation > Integer.MAX_VALUE || sequence < 0) {
            throw new DecodeException(Reason.INVALID_VALUE, "incarnation " + incarnation + ", sequence " + sequence);
        }
        return new Position((int) incarnation, sequence, LaneHead.decode(in));
    }
}
