package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.RandomSource;

/** A server, wherever its nodes run: random, made once at its first start. */
public record ServerId(ByteString bytes) implements TlsEncodable, Comparable<ServerId> {
    /** Its length in bytes. */
    public static final int LENGTH = 32;

    public ServerId {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("a server id of " + bytes.length() + " bytes");
        }
    }

    /** A fresh one, unique by chance. */
    public static ServerId random(RandomSource random) {
        return new ServerId(ByteString.adopt(random.nextBytes(LENGTH)));
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeBytes(bytes.toByteArray());
    }

    public static ServerId decode(TlsReader in) throws DecodeException {
        return new ServerId(ByteString.adopt(in.readBytes(LENGTH)));
    }

    @Override
    public int compareTo(ServerId other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return bytes.toHex();
    }
}
