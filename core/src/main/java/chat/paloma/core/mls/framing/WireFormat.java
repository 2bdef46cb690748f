package chat.paloma.core.mls.framing;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** What an MLSMessage carries (RFC 9420 section 17.2). */
public enum WireFormat implements TlsEncodable {
    PUBLIC_MESSAGE(1),
    PRIVATE_MESSAGE(2),
    WELCOME(3),
    GROUP_INFO(4),
    KEY_PACKAGE(5);

    private final int id;

    WireFormat(int id) {
        this.id = id;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(id);
    }

    public static WireFormat decode(TlsReader in) throws DecodeException {
        int id = in.readUint16();
        for (WireFormat format : values()) {
            if (format.id == id) {
                return format;
            }
        }
        throw new DecodeException(Reason.INVALID_VALUE, "unknown wire format " + id);
    }
}
