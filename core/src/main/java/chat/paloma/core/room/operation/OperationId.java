package chat.paloma.core.room.operation;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.List;

/** An operation: the hash of its bytes, so that nobody can give it other ones. It never leaves encryption. */
public record OperationId(ByteString bytes) implements TlsEncodable, Comparable<OperationId> {
    /** Its length in bytes. */
    public static final int LENGTH = 32;

    public OperationId {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("an operation id of " + bytes.length() + " bytes");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeBytes(bytes.toByteArray());
    }

    public static OperationId decode(TlsReader in) throws DecodeException {
        return new OperationId(ByteString.adopt(in.readBytes(LENGTH)));
    }

    /** A list of ids, at most so many, which must be ascending for the value that takes it. */
    static List<OperationId> decodeList(TlsReader in, int maxCount) throws DecodeException {
        return in.readList(maxCount, OperationId::decode);
    }

    @Override
    public int compareTo(OperationId other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return bytes.toHex();
    }
}
