package chat.paloma.core.mls.framing;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.secrettree.RatchetKind;

/** What kind of content a message frames (RFC 9420 section 6). */
public enum ContentType implements TlsEncodable {
    APPLICATION(1),
    PROPOSAL(2),
    COMMIT(3);

    private final int id;

    ContentType(int id) {
        this.id = id;
    }

    /** The ratchet whose keys encrypt such content (RFC 9420 section 6.3.1). */
    public RatchetKind ratchet() {
        return this == APPLICATION ? RatchetKind.APPLICATION : RatchetKind.HANDSHAKE;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint8(id);
    }

    public static ContentType decode(TlsReader in) throws DecodeException {
        return switch (in.readUint8()) {
            case 1 -> APPLICATION;
            case 2 -> PROPOSAL;
            case 3 -> COMMIT;
            default -> throw new DecodeException(Reason.INVALID_VALUE, "no such type of content");
        };
    }
}
