package chat.paloma.core.lane;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** A region of a server, from 1 to 65535. */
public record RegionId(int value) implements TlsEncodable {
    /** The region of a node that knows of no others. */
    public static final RegionId ONLY = new RegionId(1);

    public RegionId {
        if (value < 1 || value > 0xffff) {
            throw new IllegalArgumentException("not a region: " + value);
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(value);
    }

    public static RegionId decode(TlsReader in) throws DecodeException {
        int value = in.readUint16();
        if (value == 0) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "there is no region 0");
        }
        return new RegionId(value);
    }
}
