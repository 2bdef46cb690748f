package chat.paloma.core.membership;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.RandomSource;

/** A room: random, chosen by the device that creates it. The groups that carry it have ids of their own, see {@link RoomGroupId}. */
public record RoomId(ByteString bytes) implements TlsEncodable, Comparable<RoomId> {
    /** Its length in bytes. */
    public static final int LENGTH = 32;

    public RoomId {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("a room id of " + bytes.length() + " bytes");
        }
    }

    /** A fresh one, unique by chance. */
    public static RoomId random(RandomSource random) {
        return new RoomId(ByteString.adopt(random.nextBytes(LENGTH)));
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeBytes(bytes.toByteArray());
    }

    public static RoomId decode(TlsReader in) throws DecodeException {
        return new RoomId(ByteString.adopt(in.readBytes(LENGTH)));
    }

    @Override
    public int compareTo(RoomId other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return bytes.toHex();
    }
}
