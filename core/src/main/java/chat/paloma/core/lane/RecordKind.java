package chat.paloma.core.lane;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** What a record is, known to us or not: a kind that a client does not know is chained and then passed over. */
public record RecordKind(int value) implements TlsEncodable {
    public static final RecordKind APPLICATION = new RecordKind(1);
    public static final RecordKind PROPOSAL = new RecordKind(2);
    public static final RecordKind COMMIT = new RecordKind(3);
    /** A commit that is kept as a blob, because it is larger than an envelope may be. */
    public static final RecordKind LARGE_COMMIT = new RecordKind(4);
    /** A generation of the room began. */
    public static final RecordKind ROOM_OPENED = new RecordKind(5);

    public static final RecordKind WELCOME = new RecordKind(16);
    public static final RecordKind INVITATION = new RecordKind(17);
    public static final RecordKind INVITATION_ANSWERED = new RecordKind(18);
    public static final RecordKind REMOVED = new RecordKind(19);
    public static final RecordKind DEVICES_CHANGED = new RecordKind(20);
    public static final RecordKind DIRECT = new RecordKind(21);

    public RecordKind {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("not a 16-bit number: " + value);
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(value);
    }

    public static RecordKind decode(TlsReader in) throws DecodeException {
        return new RecordKind(in.readUint16());
    }
}
