package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** One binary message of the connection. Bodies are read once the type, or the request that they answer, is known. */
public sealed interface Frame extends TlsEncodable {
    /** From a device: the node answers with the same id. */
    record Asked(int id, int type, ByteString body) implements Frame {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1).writeUint32(Integer.toUnsignedLong(id)).writeUint16(type);
            out.writeBytes(body.toByteArray());
        }
    }

    /** The answer to the request with this id. */
    record Answered(int id, ByteString body) implements Frame {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(2).writeUint32(Integer.toUnsignedLong(id)).writeBytes(body.toByteArray());
        }
    }

    /** The refusal of the request with this id, or with id 0 the end of the connection. */
    record Refused(int id, Failure failure) implements Frame {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(3).writeUint32(Integer.toUnsignedLong(id)).write(failure);
        }
    }

    /** From the node, asked for by nothing. */
    record Happened(int type, ByteString body) implements Frame {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(4).writeUint16(type).writeBytes(body.toByteArray());
        }
    }

    static Frame decode(TlsReader in) throws DecodeException {
        int kind = in.readUint8();
        return switch (kind) {
            case 1 -> new Asked((int) in.readUint32(), in.readUint16(), rest(in));
            case 2 -> new Answered((int) in.readUint32(), rest(in));
            case 3 -> new Refused((int) in.readUint32(), Failure.decode(in));
            case 4 -> new Happened(in.readUint16(), rest(in));
            default -> throw new DecodeException(Reason.INVALID_VALUE, "no kind of frame: " + kind);
        };
    }

    /**
     * Reads a whole message.
     *
     * @throws DecodeException also when it is longer than {@link WireLimits#MAX_FRAME}
     */
    static Frame decode(byte[] message) throws DecodeException {
        if (message.length > WireLimits.MAX_FRAME) {
            throw new DecodeException(Reason.TOO_LARGE, "a frame of " + message.length + " bytes");
        }
        TlsReader in = new TlsReader(message);
        Frame frame = decode(in);
        in.expectEnd();
        return frame;
    }

    private static ByteString rest(TlsReader in) throws DecodeException {
        return ByteString.adopt(in.readBytes(in.remaining()));
    }
}
