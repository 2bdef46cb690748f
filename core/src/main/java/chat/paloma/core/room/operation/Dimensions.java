package chat.paloma.core.room.operation;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** Width and height of a picture in pixels, each from 1 to 65535: the sender's word, for a layout before it loads. */
public record Dimensions(int width, int height) implements TlsEncodable {
    public Dimensions {
        Bounds.require(width > 0 && width <= 0xffff && height > 0 && height <= 0xffff, "not dimensions");
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(width).writeUint16(height);
    }

    static Dimensions decode(TlsReader in) throws DecodeException {
        return new Dimensions(in.readUint16(), in.readUint16());
    }
}
