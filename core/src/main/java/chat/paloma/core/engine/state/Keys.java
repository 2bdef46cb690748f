package chat.paloma.core.engine.state;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsWriter;

/** Keys: a table's number, then fields of fixed size, so that their order is that of the fields. */
public final class Keys {
    private Keys() {}

    /** The key of these fields. */
    static ByteString of(int table, TlsEncodable fields) {
        TlsWriter out = new TlsWriter();
        return out.writeUint8(table).write(fields).toByteString();
    }

    /** The first key behind all that begin with {@code prefix}; the prefix is not all ones. */
    static ByteString behind(ByteString prefix) {
        byte[] bytes = prefix.toByteArray();
        int last = bytes.length - 1;
        while (last >= 0 && bytes[last] == (byte) 0xff) {
            last--;
        }
        if (last < 0) {
            throw new IllegalArgumentException("nothing is behind this prefix");
        }
        byte[] next = java.util.Arrays.copyOf(bytes, last + 1);
        next[last]++;
        return ByteString.adopt(next);
    }
}
