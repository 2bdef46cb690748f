package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.RandomSource;

/** A device: random, chosen by itself, unique within its account. */
public record DeviceId(ByteString bytes) implements TlsEncodable, Comparable<DeviceId> {
    /** Its length in bytes. */
    public static final int LENGTH = 16;

    public DeviceId {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("a device id of " + bytes.length() + " bytes");
        }
    }

    /** A fresh one, unique by chance. */
    public static DeviceId random(RandomSource random) {
        return new DeviceId(ByteString.adopt(random.nextBytes(LENGTH)));
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeBytes(bytes.toByteArray());
    }

    public static DeviceId decode(TlsReader in) throws DecodeException {
        return new DeviceId(ByteString.adopt(in.readBytes(LENGTH)));
    }

    @Override
    public int compareTo(DeviceId other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return bytes.toHex();
    }
}
