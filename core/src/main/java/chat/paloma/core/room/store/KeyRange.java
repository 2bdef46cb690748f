package chat.paloma.core.room.store;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import java.util.Arrays;

/** Bounds of ranges of keys. */
public final class KeyRange {
    /** Greater than every key. */
    public static final ByteString END = end();

    private KeyRange() {}

    private static ByteString end() {
        byte[] bytes = new byte[KeySet.MAX_KEY + 1];
        Arrays.fill(bytes, (byte) 0xff);
        return ByteString.adopt(bytes);
    }

    /** Greater than every key that begins with {@code prefix}, and not greater than any other greater one. */
    public static ByteString behind(ByteString prefix) {
        byte[] bytes = prefix.toByteArray();
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] != (byte) 0xff) {
                bytes[i]++;
                return ByteString.adopt(Arrays.copyOf(bytes, i + 1));
            }
        }
        return END;
    }

    /** The least key that is greater than this one. */
    public static ByteString after(ByteString key) {
        return new TlsWriter(key.length() + 1)
                .writeBytes(key.toByteArray())
                .writeUint8(0)
                .toByteString();
    }
}
