package chat.paloma.core.room.operation;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * What an operation does, known to us or not. An operation of a kind that we do not know is stored and ordered like any
 * other; it has a place in the timeline when its number is at least {@link #FIRST_SHOWN}, where it is shown as needing
 * a newer version, and no effect that we could see otherwise.
 */
public record OperationKind(int value) implements TlsEncodable {
    /** From this number on a kind has a place in the timeline. */
    public static final int FIRST_SHOWN = 0x8000;

    public static final OperationKind EDIT = new OperationKind(1);
    public static final OperationKind DELETE = new OperationKind(2);
    public static final OperationKind REACT = new OperationKind(3);
    public static final OperationKind UNREACT = new OperationKind(4);
    public static final OperationKind PIN = new OperationKind(5);
    public static final OperationKind UNPIN = new OperationKind(6);
    public static final OperationKind TOPIC = new OperationKind(7);
    public static final OperationKind NAME = new OperationKind(8);
    public static final OperationKind VOTE = new OperationKind(9);
    public static final OperationKind CLOSE_POLL = new OperationKind(10);
    public static final OperationKind SETTING = new OperationKind(11);
    public static final OperationKind SNAPSHOT = new OperationKind(12);

    public static final OperationKind MESSAGE = new OperationKind(FIRST_SHOWN + 1);
    public static final OperationKind POLL = new OperationKind(FIRST_SHOWN + 2);

    public OperationKind {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("not a 16-bit number: " + value);
        }
    }

    /** Whether it has a place in the timeline. */
    public boolean isShown() {
        return value >= FIRST_SHOWN;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(value);
    }

    public static OperationKind decode(TlsReader in) throws DecodeException {
        return new OperationKind(in.readUint16());
    }
}
