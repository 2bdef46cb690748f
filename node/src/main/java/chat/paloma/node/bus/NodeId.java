package chat.paloma.node.bus;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.RandomSource;

/** One process among those of a database, from its start to its end. */
public record NodeId(ByteString bytes) implements TlsEncodable {
    private static final int LENGTH = 16;

    public NodeId {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("a node id of " + bytes.length() + " bytes");
        }
    }

    public static NodeId random(RandomSource random) {
        return new NodeId(ByteString.adopt(random.nextBytes(LENGTH)));
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeBytes(bytes.toByteArray());
    }

    static NodeId decode(TlsReader in) throws DecodeException {
        return new NodeId(ByteString.adopt(in.readBytes(LENGTH)));
    }

    @Override
    public String toString() {
        return bytes.toHex();
    }
}
