package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** How a room stands with this device. */
public enum Standing implements TlsEncodable {
    /** It, or its next generation, was made here, and the node has not taken it yet. */
    OPENING(1),
    /** This device wants to come in by an external commit, which the node has not taken yet. */
    JOINING(2),
    /** This device is a member. */
    ACTIVE(3),
    /** A record can't be processed: nothing behind it is read, and nothing is sent, until it is repaired. */
    STUCK(4),
    /** It has ended for this device, and its keys are gone. */
    ENDED(5);

    private final int number;

    Standing(int number) {
        this.number = number;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint8(number);
    }

    static Standing decode(TlsReader in) throws DecodeException {
        int number = in.readUint8();
        for (Standing standing : values()) {
            if (standing.number == number) {
                return standing;
            }
        }
        throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "no standing: " + number);
    }
}
