package chat.paloma.core.engine.signal;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * How far a device has come in a room.
 *
 * @param delivered the sequence up to which it has taken the lane in
 * @param read the sequence up to which its person has read; 0 when that is not told
 */
public record Receipt(long delivered, long read) implements TlsEncodable {
    public static final Receipt NONE = new Receipt(0, 0);

    public Receipt {
        if (delivered < 0 || read < 0) {
            throw new IllegalArgumentException("a negative sequence");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint64(delivered).writeUint64(read);
    }

    public static Receipt decode(TlsReader in) throws DecodeException {
        long delivered = in.readUint64();
        long read = in.readUint64();
        if (delivered < 0 || read < 0) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "a sequence of 64 bits");
        }
        return new Receipt(delivered, read);
    }
}
