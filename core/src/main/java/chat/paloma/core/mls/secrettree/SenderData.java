package chat.paloma.core.mls.secrettree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * Who sent a PrivateMessage and with which key (RFC 9420 section 6.3.2).
 *
 * @param leafIndex unsigned 32 bits, not yet checked against a tree
 * @param generation unsigned 32 bits
 */
public record SenderData(long leafIndex, long generation, ReuseGuard reuseGuard) implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {
        out.writeUint32(leafIndex)
                .writeUint32(generation)
                .writeBytes(reuseGuard.bytes().toByteArray());
    }

    public static SenderData decode(TlsReader in) throws DecodeException {
        return new SenderData(
                in.readUint32(), in.readUint32(), new ReuseGuard(ByteString.adopt(in.readBytes(ReuseGuard.LENGTH))));
    }
}
